/// Tells a transfer that would never end from one that is slow.
struct Pace {
  /// Bytes a second, on average since the start.
  let minimum: Int
  /// How long a transfer may take before it is judged.
  let grace: Duration
  private let start = ContinuousClock.now

  init(minimum: Int, grace: Duration) {
    self.minimum = minimum
    self.grace = grace
  }

  /// Why a transfer should be given up; nil while it is fast enough.
  /// - Parameter received: bytes since the start.
  func fault(received: Int64) -> String? {
    let elapsed = start.duration(to: .now)
    guard elapsed >= grace else { return nil }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    guard Double(received) < Double(minimum) * seconds else { return nil }
    return "slower than \(minimum) bytes a second: \(received) bytes in \(Int(seconds)) s"
  }
}

/// What ends a transfer that is too slow; what came so far is kept.
struct TooSlow: Error {
  var reason: String
}
