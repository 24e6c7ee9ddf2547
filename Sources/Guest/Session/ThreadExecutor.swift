import Dispatch

/// Runs an actor's jobs on a thread outside the cooperative pool, since libguestfs' calls block for seconds.
final class ThreadExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "libguestfs")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
