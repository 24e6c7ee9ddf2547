import Dispatch
import Foundation
import Synchronization

/// An executor with a thread of its own: libguestfs calls block for minutes, which the cooperative pool must not.
final class GuestThread: SerialExecutor {
  private let queue = WorkQueue()

  init() {
    let queue = queue
    let thread = Thread { queue.drain() }
    thread.name = "guest"
    thread.start()
  }

  deinit {
    queue.add(.stop)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.add(.job(UnownedJob(job), on: self))
  }
}

/// What the thread does next; a job keeps its executor alive until it has run.
private enum Work: Sendable {
  case job(UnownedJob, on: GuestThread)
  case stop
}

private final class WorkQueue: Sendable {
  private let waiting = Mutex<[Work]>([])
  private let available = DispatchSemaphore(value: 0)

  func add(_ work: Work) {
    waiting.withLock { $0.append(work) }
    available.signal()
  }

  func drain() {
    while true {
      available.wait()
      guard case .job(let job, let thread) = waiting.withLock({ $0.removeFirst() }) else { return }
      job.runSynchronously(on: thread.asUnownedSerialExecutor())
    }
  }
}
