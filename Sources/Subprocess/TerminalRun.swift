private import Foundation
private import Synchronization

/// Runs a command that talks to this process's own terminal, until it has ended.
///
/// It stays in this process's session and group, so that the terminal sends it Ctrl-C, too. What it changes of the
/// terminal's settings is undone. Cancelling the task ends it: by SIGTERM and, after `grace`, by SIGKILL.
/// - Throws: `SubprocessError` when it cannot be started, or for anything but exit status 0; `CancellationError`.
public func runOnTerminal(_ command: Command, grace: Duration = .seconds(5)) async throws {
  let status = try await statusOnTerminal(command, grace: grace)
  guard status.isSuccess else {
    throw SubprocessError.failed(command: command.description, status: status, lastLines: [])
  }
}

/// The same for a command that may end as it likes.
public func statusOnTerminal(
  _ command: Command, grace: Duration = .seconds(5)
) async throws -> ProcessResult.Status {
  try Task.checkCancellation()
  let command = command.inheriting()
  var settings = termios()
  let isTerminal = tcgetattr(STDIN_FILENO, &settings) == 0
  let child = TerminalChild()
  let result = await withTaskCancellationHandler {
    await withCheckedContinuation { continuation in
      Spawner.shared.perform { child.start(command, continuation) }
    }
  } onCancel: {
    child.signal(SIGTERM)
    DispatchQueue.global().asyncAfter(deadline: .now() + grace / .seconds(1)) { child.signal(SIGKILL) }
  }
  if isTerminal { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }
  try Task.checkCancellation()
  return try result.get()
}

/// A child in this process's own group.
private final class TerminalChild: Sendable {
  typealias Ending = CheckedContinuation<Result<ProcessResult.Status, SubprocessError>, Never>

  private enum State {
    case running(pid_t)
    /// Not yet, or no more: the signal that came before it was started.
    case idle(earlySignal: Int32?)
  }

  private let state = Mutex(State.idle(earlySignal: nil))

  /// Runs on the spawner's thread.
  func start(_ command: Command, _ ending: Ending) {
    do throws(SubprocessError) {
      let pid = try spawn(command, ends: nil)
      let early: Int32? = state.withLock { state in
        defer { state = .running(pid) }
        if case .idle(let signal) = state { return signal }
        return nil
      }
      if let early { signal(early) }
      detachThread("wait \(pid)") { ending.resume(returning: .success(self.waitForEnd(of: pid))) }
    } catch {
      ending.resume(returning: .failure(error))
    }
  }

  func signal(_ number: Int32) {
    state.withLock { state in
      switch state {
      case .running(let pid): kill(pid, number)
      case .idle: state = .idle(earlySignal: number)
      }
    }
  }

  /// Reaps under the lock, so that no signal goes to another process of the same id.
  private func waitForEnd(of pid: pid_t) -> ProcessResult.Status {
    var information = siginfo_t()
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    return state.withLock { state in
      var status = SIGKILL
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      state = .idle(earlySignal: nil)
      return ProcessResult.Status(waitStatus: status)
    }
  }
}
