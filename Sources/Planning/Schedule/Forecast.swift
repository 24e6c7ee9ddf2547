/// What a run is thought to take, told before it begins: the schedule walked through with a clock that only counts.
public struct Forecast: Hashable, Sendable {
  /// From the first job's start to the last one's end.
  public var seconds: Double
  /// Of all jobs together.
  public var work: Double
  /// No run can be shorter, on any number of workers.
  public var longestPath: Double

  /// - Parameter capacity: of the host, or of all workers together.
  public init<ID>(_ entries: [Schedule<ID>.Entry], capacity: Capacity) {
    var schedule = Schedule(entries, capacity: capacity)
    let duration = Dictionary(entries.map { ($0.id, $0.seconds) }, uniquingKeysWith: { first, _ in first })
    var clock = Clock<ID>()
    clock.add(schedule.begin(), lasting: duration)
    while let id = clock.advance() {
      schedule.finish(id)
      clock.add(schedule.begin(), lasting: duration)
    }
    seconds = clock.now
    work = entries.reduce(0) { $0 + $1.seconds }
    longestPath = schedule.longestPath
  }
}

/// Moves from one job's end to the next.
private struct Clock<ID: Hashable & Sendable> {
  private(set) var now = 0.0
  /// Latest end first.
  private var ends: [(time: Double, id: ID)] = []

  mutating func add(_ ids: [ID], lasting seconds: [ID: Double]) {
    for id in ids {
      let time = now + (seconds[id] ?? 0)
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle].time > time { low = middle + 1 } else { high = middle }
      }
      ends.insert((time, id), at: low)
    }
  }

  mutating func advance() -> ID? {
    guard let next = ends.popLast() else { return nil }
    now = next.time
    return next.id
  }
}

extension Duration {
  /// Seconds with their fraction, for reports.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  /// Whole seconds, for messages.
  public var seconds: Int64 { components.seconds }
}
