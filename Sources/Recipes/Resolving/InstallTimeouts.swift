import Text
import YAML

/// How long a site lets an install, and a provisioning step, take, for a machine with KVM; nil where it does not say.
public struct InstallTimeouts: Hashable, Sendable {
  /// From the start until the installer has fetched its answer file.
  public var answers: Duration?
  /// Between two signs of life.
  public var silence: Duration?
  /// From the start to the end.
  public var install: Duration?
  /// Of one provisioning step.
  public var script: Duration?

  public init(
    answers: Duration? = nil, silence: Duration? = nil, install: Duration? = nil, script: Duration? = nil
  ) {
    self.answers = answers
    self.silence = silence
    self.install = install
    self.script = script
  }
}

extension InstallTimeouts {
  /// Reads entries that fit the schema.
  init(_ entries: [Node.Entry]) {
    func duration(_ key: String) -> Duration? {
      guard case .scalar(let scalar) = entries.first(where: { $0.key == key })?.value.content else {
        return nil
      }
      return Duration(written: scalar.text)
    }
    self.init(
      answers: duration("answers"), silence: duration("silence"), install: duration("install"),
      script: duration("script"))
  }
}
