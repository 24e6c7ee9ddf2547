/// What a job takes of a host while it runs.
public struct Demand: Hashable, Sendable, Codable {
  /// Processors that it keeps busy.
  public var cpus: Int
  /// Bytes.
  public var memory: UInt64

  public init(cpus: Int = 1, memory: UInt64) {
    self.cpus = cpus
    self.memory = memory
  }
}

/// What a host has for jobs at one time.
public struct Capacity: Hashable, Sendable, Codable {
  /// How many jobs may run, whatever they take.
  public var jobs: Int
  public var cpus: Int
  /// Bytes.
  public var memory: UInt64

  /// - Parameter jobs: at least 1.
  public init(jobs: Int, cpus: Int, memory: UInt64) {
    self.jobs = max(1, jobs)
    self.cpus = cpus
    self.memory = memory
  }

  /// A demand beyond all that there is becomes all that there is: such a job runs alone instead of never.
  func bounded(_ demand: Demand) -> Demand {
    Demand(cpus: min(demand.cpus, cpus), memory: min(demand.memory, memory))
  }

  /// How many processors each of so many chains of jobs may have for a guest of its own, at most two. With more than its
  /// share, a job slows the others down by more than it gains.
  public func guestProcessors(amongChains chains: Int) -> Int {
    min(2, max(1, cpus / max(1, min(jobs, chains))))
  }

  func has(room demand: Demand) -> Bool { jobs > 0 && demand.cpus <= cpus && demand.memory <= memory }

  mutating func take(_ demand: Demand) {
    jobs -= 1
    cpus -= demand.cpus
    memory -= demand.memory
  }

  mutating func giveBack(_ demand: Demand) {
    jobs += 1
    cpus += demand.cpus
    memory += demand.memory
  }
}
