public import Foundation
private import Synchronization

/// A running process, in a session and process group of its own.
///
/// It ends with this process, however this one ends, and all that is left of its group ends with it.
/// Letting go of the object does not end it.
public final class ChildProcess: Sendable {
  /// Its id, and that of its process group.
  public let pid: Int32
  public let command: Command

  private struct State {
    var isReaped = false
    var outcome: ProcessResult?
    var waiters: [CheckedContinuation<ProcessResult, Never>] = []
  }

  private let state = Mutex(State())

  private init(pid: Int32, command: Command) {
    self.pid = pid
    self.command = command
  }

  /// Starts a command.
  /// - Parameters:
  ///   - input: Its whole standard input; nil is an empty one.
  ///   - outputLimit: How many bytes are kept of each output stream; the earliest are dropped.
  ///   - onOutput: Called with each line of either stream, one call at a time, on a thread of its own.
  /// - Throws: `SubprocessError` when there is no such program or it cannot be started.
  public static func start(
    _ command: Command,
    input: Data? = nil,
    outputLimit: Int = 1 << 20,
    onOutput: (@Sendable (String) -> Void)? = nil
  ) async throws -> ChildProcess {
    let command = command.inheriting()
    return try await withCheckedThrowingContinuation { continuation in
      Spawner.shared.perform {
        continuation.resume(
          with: Result { try launch(command, input: input, outputLimit: outputLimit, onOutput: onOutput) })
      }
    }
  }

  /// What is known of it when it has ended; waits for that. Cancelling the waiting task does not end it.
  public var exit: ProcessResult {
    get async {
      await withCheckedContinuation { continuation in
        let outcome = state.withLock { state in
          if state.outcome == nil { state.waiters.append(continuation) }
          return state.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
      }
    }
  }

  /// Nil while it runs.
  public var outcome: ProcessResult? { state.withLock(\.outcome) }

  /// Asks its whole group to end, forces it to after `grace`, and waits until it has ended.
  @discardableResult
  public func terminate(grace: Duration = .seconds(5)) async -> ProcessResult {
    beginTermination(grace: grace)
    return await exit
  }

  /// Like ``terminate(grace:)``, but does not wait.
  public func beginTermination(grace: Duration) {
    signal(SIGTERM)
    // Not a task's sleep: that returns at once in a cancelled task.
    DispatchQueue.global().asyncAfter(deadline: .now() + grace / .seconds(1)) { [weak self] in
      self?.signal(SIGKILL)
    }
  }

  /// Sends a signal to its whole group; nothing happens when it has ended.
  public func signal(_ number: Int32) {
    // Under the lock, so that the id cannot be reaped, and given to another, in between.
    state.withLock { if !$0.isReaped { kill(-pid, number) } }
  }
}

extension ChildProcess {
  /// Runs on the spawner's thread.
  private static func launch(
    _ command: Command, input: Data?, outputLimit: Int, onOutput: (@Sendable (String) -> Void)?
  ) throws -> ChildProcess {
    let start = ContinuousClock.now
    do {
      let ends = try makePipes(hasInput: input != nil)
      let wake = try Descriptor.pipe()
      let pid = try spawn(command, ends: ends.child)
      let child = ChildProcess(pid: pid, command: command)
      let pumped = Handoff()
      // Made here, so that nothing but the pump holds the ends and it can close them.
      let pump = OutputPump(
        ends: ends.parent, input: input, limit: outputLimit, wake: wake.reading, onOutput: onOutput)
      detachThread("output \(pid)") { pumped.put(pump.run()) }
      detachThread("wait \(pid)") { child.waitForEnd(since: start, wake: wake.writing, output: pumped) }
      return child
    } catch let failure as SystemFailure {
      throw SubprocessError.cannotStart(
        command: command.description, reason: failure.reason, code: failure.code)
    }
  }

  /// Waits for the end without reaping, ends what is left of the group, gathers the output, then reaps.
  private func waitForEnd(since start: ContinuousClock.Instant, wake: Descriptor, output: Handoff) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    let duration = start.duration(to: .now)
    if !command.leavesBackground { signal(SIGKILL) }
    _ = write(wake.number, [1], 1)
    let (stdout, stderr) = output.take()
    let (outcome, waiters) = state.withLock { state in
      // What nobody can tell any more counts as killed.
      var status = SIGKILL
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      let outcome = ProcessResult(
        status: ProcessResult.Status(waitStatus: status), stdout: stdout, stderr: stderr, duration: duration)
      state.isReaped = true
      state.outcome = outcome
      defer { state.waiters = [] }
      return (outcome, state.waiters)
    }
    waiters.forEach { $0.resume(returning: outcome) }
  }
}

/// Runs a blocking body on a thread of its own, on which no signal handler runs and a broken pipe is only an error.
func detachThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
  let thread = Thread {
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    body()
  }
  thread.name = name
  thread.start()
}

/// A child's output, handed from the thread that reads it to the one that waits for its end.
private final class Handoff: Sendable {
  private let value = Mutex<(stdout: Data, stderr: Data)>((Data(), Data()))
  private let ready = DispatchSemaphore(value: 0)

  func put(_ output: (stdout: Data, stderr: Data)) {
    value.withLock { $0 = output }
    ready.signal()
  }

  /// Waits for `put`.
  func take() -> (stdout: Data, stderr: Data) {
    ready.wait()
    return value.withLock { $0 }
  }
}
