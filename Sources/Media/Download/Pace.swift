/// Tells a transfer that would never end from one that is slow.
///
/// Each stretch of time is judged by itself: one that began fast must go on fast.
struct Pace {
  /// Bytes a second, on average over a stretch.
  let minimum: Int
  /// How long a stretch is.
  let grace: Duration
  private var start = ContinuousClock.now
  /// Bytes that had come when the stretch began.
  private var before: Int64 = 0

  init(minimum: Int, grace: Duration) {
    self.minimum = minimum
    self.grace = grace
  }

  /// Why a transfer should be given up; nil while it is fast enough.
  /// - Parameter received: bytes of this answer so far.
  mutating func fault(received: Int64) -> String? {
    let now = ContinuousClock.now
    let elapsed = start.duration(to: now)
    guard elapsed >= grace else { return nil }
    // After a redirect, they are counted anew.
    let bytes = received < before ? received : received - before
    (start, before) = (now, received)
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    guard Double(bytes) < Double(minimum) * seconds else { return nil }
    return "slower than \(minimum) bytes a second: \(bytes) bytes in \(Int(seconds)) s"
  }
}
