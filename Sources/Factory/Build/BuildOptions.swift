/// What a user may choose for a build.
public struct BuildOptions: Sendable {
  /// Where images go.
  public var output: String
  /// Go on with other images after one has failed.
  public var keepGoing: Bool
  public var limits: InstallLimits
  /// The values of secrets, by name.
  public var secrets: [String: String]

  public init(
    output: String = "out", keepGoing: Bool = false, limits: InstallLimits = .standard,
    secrets: [String: String] = [:]
  ) {
    self.output = output
    self.keepGoing = keepGoing
    self.limits = limits
    self.secrets = secrets
  }
}
