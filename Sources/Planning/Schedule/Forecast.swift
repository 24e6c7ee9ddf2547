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
    let known = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var clock = Clock<ID>()
    // As a run does it: what goes on from a job begins when that has ended, with what it has running.
    var following: [ID: ID] = [:]
    func begin() {
      for id in schedule.begin() {
        let lineage = schedule.lineage(of: id)
        following.merge(zip(lineage, lineage.dropFirst())) { first, _ in first }
        clock.add(id, lasting: known[id]?.seconds ?? 0)
      }
    }
    begin()
    while let id = clock.advance() {
      schedule.finish(id)
      if let next = following[id] { clock.add(next, lasting: known[next]?.secondsContinued ?? 0) }
      begin()
    }
    seconds = clock.now
    work = clock.work
    longestPath = schedule.longestPath
  }
}

/// Moves from one job's end to the next.
private struct Clock<ID: Hashable & Sendable> {
  private(set) var now = 0.0
  /// Of all jobs together.
  private(set) var work = 0.0
  /// Latest end first.
  private var ends: [(time: Double, id: ID)] = []

  mutating func add(_ id: ID, lasting seconds: Double) {
    let time = now + seconds
    work += seconds
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle].time > time { low = middle + 1 } else { high = middle }
    }
    ends.insert((time, id), at: low)
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
