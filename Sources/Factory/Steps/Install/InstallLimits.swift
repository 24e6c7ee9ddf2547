/// How long an install may take before it is given up; for KVM, scaled where the guest runs slower.
public struct InstallLimits: Sendable, Equatable {
  /// Until the answer file is fetched.
  public var answers: Duration
  /// Between two signs of life.
  public var silence: Duration
  /// From start to power-off.
  public var whole: Duration

  /// Generous: a slow mirror is no failure.
  public static let standard = InstallLimits(
    answers: .seconds(120), silence: .seconds(600), whole: .seconds(3600))

  public init(answers: Duration, silence: Duration, whole: Duration) {
    self.answers = answers
    self.silence = silence
    self.whole = whole
  }

  /// - Parameter scale: how many times slower than with KVM a guest runs.
  func scaled(by scale: Int) -> InstallLimits {
    InstallLimits(answers: answers * scale, silence: silence * scale, whole: whole * scale)
  }
}
