/// Decides which job begins next: of those whose needs are met and for which there is room, the one with the longest way
/// to the end of the run behind it.
///
/// A value that is told what began and ended; it knows no clock, no process and no machine.
public struct Schedule<ID: Hashable & Sendable>: Sendable {
  /// What the schedule knows of a job.
  public struct Entry: Sendable {
    public var id: ID
    /// Jobs that must have ended well before it; those not in the schedule are met already.
    public var needs: [ID]
    public var demand: Demand
    /// How long it is thought to take.
    public var seconds: Double
    /// The one that it needs and can go on from, with what that has running; see ``Schedule/lineage(of:)``.
    public var continues: ID?
    /// How long it is thought to take then.
    public var secondsContinued: Double

    /// - Parameter secondsContinued: nil where going on saves nothing.
    public init(
      id: ID, needs: [ID], demand: Demand, seconds: Double, continues: ID? = nil,
      secondsContinued: Double? = nil
    ) {
      self.id = id
      self.needs = needs
      self.demand = demand
      self.seconds = seconds
      self.continues = continues
      self.secondsContinued = secondsContinued ?? seconds
    }

    /// The least that it is thought to take.
    var leastSeconds: Double { continues == nil ? seconds : min(seconds, secondsContinued) }
  }

  private struct Node {
    var id: ID
    var demand: Demand
    /// Seconds from its start to the end of the longest chain that waits for it.
    var path: Double
    var unmet = 0
    var dependents: [Int] = []
    var continues: ID?
    var state = State.waiting
  }

  private enum State {
    case waiting, running, ended
    /// It begins when the one that it continues has ended, in its room.
    case carried
  }

  private var nodes: [Node]
  private var indexes: [ID: Int] = [:]
  private var room: Capacity
  /// Jobs that could begin, apart for each demand: only the first of each must be looked at.
  private var ready: [Demand: ReadyQueue] = [:]
  private var isClosed = false

  /// - Parameter entries: each after those that it needs, each id once.
  public init(_ entries: [Entry], capacity: Capacity) {
    room = capacity
    nodes = entries.map {
      Node(
        id: $0.id, demand: capacity.bounded($0.demand), path: $0.leastSeconds, continues: $0.continues)
    }
    for (index, entry) in entries.enumerated() {
      indexes[entry.id] = index
      for need in entry.needs.compactMap({ indexes[$0] }) {
        nodes[need].dependents.append(index)
        nodes[index].unmet += 1
      }
    }
    for index in nodes.indices.reversed() {
      nodes[index].path += nodes[index].dependents.map { nodes[$0].path }.max() ?? 0
    }
    for index in nodes.indices where nodes[index].unmet == 0 { makeReady(index) }
  }

  /// The jobs that begin now; they count as running from here on.
  public mutating func begin() -> [ID] {
    var begun: [ID] = []
    while !isClosed, let index = takeNext() {
      nodes[index].state = .running
      room.take(nodes[index].demand)
      begun.append(nodes[index].id)
    }
    return begun
  }

  /// What goes on from a job that has just begun, one after the other in its room, the longest way first. Each begins when the
  /// one before it has ended well, whatever else waits for room or has failed meanwhile.
  ///
  /// - Returns: with the job itself, first.
  public mutating func lineage(of id: ID) -> [ID] {
    var lineage = [id]
    while let last = lineage.last, let index = indexes[last] {
      let following = nodes[index].dependents.filter {
        nodes[$0].state == .waiting && nodes[$0].continues == last && nodes[$0].unmet == 1
          && nodes[$0].demand == nodes[index].demand
      }
      guard let next = following.max(by: { nodes[$0].path < nodes[$1].path }) else { break }
      nodes[next].state = .carried
      lineage.append(nodes[next].id)
    }
    return lineage
  }

  /// A running job ended well.
  public mutating func finish(_ id: ID) {
    guard let index = end(id) else { return }
    for dependent in nodes[index].dependents {
      nodes[dependent].unmet -= 1
      switch nodes[dependent].state {
      case .waiting where nodes[dependent].unmet == 0: makeReady(dependent)
      case .carried:
        nodes[dependent].state = .running
        room.take(nodes[dependent].demand)
      case .waiting, .running, .ended: break
      }
    }
  }

  /// A running job failed.
  ///
  /// - Returns: the jobs that can never begin because of it.
  public mutating func fail(_ id: ID) -> [ID] {
    guard let index = end(id) else { return [] }
    var lost: [ID] = []
    var pending = nodes[index].dependents
    while let next = pending.popLast() {
      guard [.waiting, .carried].contains(nodes[next].state) else { continue }
      nodes[next].state = .ended
      lost.append(nodes[next].id)
      pending += nodes[next].dependents
    }
    return lost
  }

  /// Lets no further job begin.
  ///
  /// - Returns: those that would have.
  public mutating func close() -> [ID] {
    isClosed = true
    let waiting = nodes.indices.filter { nodes[$0].state == .waiting }
    for index in waiting { nodes[index].state = .ended }
    return waiting.map { nodes[$0].id }
  }

  /// Seconds of the longest chain of jobs: no number of workers makes a run shorter.
  public var longestPath: Double { nodes.map(\.path).max() ?? 0 }

  private mutating func makeReady(_ index: Int) {
    ready[nodes[index].demand, default: ReadyQueue()].insert(index, path: nodes[index].path)
  }

  private mutating func takeNext() -> Int? {
    let fitting = ready.filter { room.has(room: $0.key) }.compactMap { demand, queue in
      queue.first.map { (demand, $0) }
    }
    guard let best = fitting.max(by: { $1.1.isBefore($0.1) }) else { return nil }
    ready[best.0]?.removeFirst()
    if ready[best.0]?.first == nil { ready[best.0] = nil }
    return best.1.index
  }

  private mutating func end(_ id: ID) -> Int? {
    guard let index = indexes[id], nodes[index].state == .running else { return nil }
    nodes[index].state = .ended
    room.giveBack(nodes[index].demand)
    return index
  }
}

/// Jobs that could begin, the longest way first; of equal ones the one that was asked for first.
private struct ReadyQueue: Sendable {
  struct Item: Sendable {
    var index: Int
    var path: Double

    func isBefore(_ other: Item) -> Bool { (path, -index) > (other.path, -other.index) }
  }

  /// The first one last, where it is taken away at no cost.
  private var items: [Item] = []

  var first: Item? { items.last }

  mutating func insert(_ index: Int, path: Double) {
    let item = Item(index: index, path: path)
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if item.isBefore(items[middle]) { low = middle + 1 } else { high = middle }
    }
    items.insert(item, at: low)
  }

  mutating func removeFirst() { items.removeLast() }
}
