import Failures
import Machine
import Recipes

extension Architecture {
  /// - Throws: `BuildError`: what is run in an image runs on this host's processor.
  public init(of system: OperatingSystem) throws(BuildError) {
    guard let architecture = Architecture(rawValue: system.architecture), architecture == Architecture.host
    else { throw .foreignArchitecture(system.architecture) }
    self = architecture
  }
}

extension BuildError {
  /// An appliance is for another kind of processor than this host has.
  public static func foreignArchitecture(_ architecture: String) -> BuildError {
    BuildError(
      .wrongArchitecture,
      "the system is for \(architecture), and packages and scripts run on the processor of the host that builds:"
        + " build it on an \(architecture) host")
  }
}
