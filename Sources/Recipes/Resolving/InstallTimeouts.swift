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

extension Duration {
  /// Reads ``Form/duration``, such as `20min`, and days, such as `14d`; nil for anything else.
  public init?(written text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["s": 1, "min": 60, "h": 3600, "d": 86400]
    guard let count = Int(digits), count < 1 << 32, let seconds = units[String(text.dropFirst(digits.count))]
    else { return nil }
    self = .seconds(count * seconds)
  }
}
