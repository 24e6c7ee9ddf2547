/// How long an install may take before it is given up; for KVM, scaled where the guest runs slower.
public struct InstallLimits: Hashable, Sendable, Codable {
  /// Until the answer file is fetched.
  public var answers: Duration
  /// For which nothing may move that should in a phase: no file asked for, no phase reported, no disk, no network.
  public var silence: Duration
  /// From start to power-off.
  public var whole: Duration
  /// How many times slower than with KVM the guest runs that these limits are for.
  private(set) var slowdown = 1

  /// Generous: a slow mirror is no failure.
  public static let standard = InstallLimits(
    answers: .seconds(120), silence: .seconds(600), whole: .seconds(3600))

  public init(answers: Duration, silence: Duration, whole: Duration) {
    self.answers = answers
    self.silence = silence
    self.whole = whole
  }

  /// - Parameter scale: how many times slower than with KVM a guest runs.
  public func scaled(by scale: Int) -> InstallLimits {
    var limits = InstallLimits(answers: answers * scale, silence: silence * scale, whole: whole * scale)
    limits.slowdown = slowdown * scale
    return limits
  }

  /// How long a guest may stand still altogether: an idle processor is no slower under emulation. As a standard 300 s, for
  /// installers wait for a server, a carrier or a lease before they try again (wget 30 s, DHCP 60 s, apt 120 s).
  public var standstill: Duration { silence / (2 * slowdown) }

  /// How long a busy guest that boots may show nothing; the slowest shows something, such as a line on its console.
  public var hang: Duration { standstill * 2 }

  /// Between a fatal text on the console and the end, so that a log may still be posted.
  public var grace: Duration { silence / 300 }

  /// How long a prompt may be the last thing on the console.
  public var question: Duration { silence / 120 }

  /// How often the guest is looked at.
  public var interval: Duration { min(standstill / 8, .seconds(5)) }
}
