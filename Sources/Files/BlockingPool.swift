import Foundation
private import Synchronization

/// Runs blocking work on threads of its own, a bounded number at a time, so that Swift's own few threads stay free.
///
/// A thread ends when nothing is waiting.
public final class BlockingPool: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var threads = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: how many pieces of work run at a time.
  public init(limit: Int) {
    self.limit = max(1, limit)
  }

  public func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      enqueue { continuation.resume(with: Result { try work() }) }
    }
  }

  private func enqueue(_ job: @escaping @Sendable () -> Void) {
    let needsThread = state.withLock { state in
      state.waiting.append(job)
      guard state.threads < limit else { return false }
      state.threads += 1
      return true
    }
    if needsThread { Thread { self.runJobs() }.start() }
  }

  private func runJobs() {
    while let job = nextJob() { job() }
  }

  private func nextJob() -> (@Sendable () -> Void)? {
    state.withLock { state in
      guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
      state.threads -= 1
      return nil
    }
  }
}

/// Runs work that blocks, such as reading gigabytes, outside the cooperative pool.
///
/// The work must not wait for other work of this kind: there are only so many threads.
public func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await threads.run(work)
}

/// More than disks and processors can serve at once.
private let threads = BlockingPool(limit: 8)
