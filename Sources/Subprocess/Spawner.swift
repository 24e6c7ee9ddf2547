private import Foundation
private import Synchronization

/// The one thread that starts children.
///
/// Linux sends a child its parent-death signal when the *thread* that started it exits, not only
/// when the whole process does. Threads of Dispatch and of the cooperative pool come and go, and
/// each would take with it what it started; this one lives as long as the process.
final class Spawner: Sendable {
  static let shared = Spawner()

  private let jobs = Mutex<[@Sendable () -> Void]>([])
  private let waiting = DispatchSemaphore(value: 0)

  private init() {
    let thread = Thread { self.work() }
    thread.name = "spawner"
    thread.start()
  }

  /// Runs `job` on the thread, after those handed in before.
  func perform(_ job: @escaping @Sendable () -> Void) {
    jobs.withLock { $0.append(job) }
    waiting.signal()
  }

  private func work() -> Never {
    while true {
      waiting.wait()
      jobs.withLock { $0.removeFirst() }()
    }
  }
}
