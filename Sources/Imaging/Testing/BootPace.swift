import Machine

/// How long a boot may take on this host, as fast as guests are on it just now.
///
/// Limits are given for a host where guests run at a processor's own speed. What they are multiplied with is measured twice: before, by a
/// guest that counts (``AcceleratorProbe``); and in the boot itself, by when the first word is on the console. The slower counts.
struct BootPace: Hashable, Sendable {
  /// From the machine's start until one can log in, with KVM.
  let limit: Duration
  /// At least 1.
  let slowness: Double

  /// When the boot loader or the kernel says its first word, with KVM.
  static let usualFirstWord = Duration.milliseconds(1500)

  init(limit: Duration, slowness: Double) {
    self.limit = limit
    self.slowness = max(1, slowness)
  }

  /// - Parameter firstWord: since the machine's start; nil while there is none.
  func limit(firstWord: Duration?) -> Duration {
    limit * max(slowness, (firstWord ?? .zero) / Self.usualFirstWord)
  }

  /// For a server's first word, once there is a connection.
  var patience: Duration { .seconds(min(10, 3 * slowness)) }

  /// How long nobody need answer over SSH once a login was offered on the console: it comes at about the same time.
  ///
  /// - Parameter login: when it was, since the machine's start.
  func grace(afterLogin login: Duration) -> Duration { max(.seconds(30) * slowness, login) }
}
