public import Foundation
private import Synchronization

/// Runs a command to its end. Any exit status is an outcome, not an error.
///
/// Cancelling the task ends the command, in the same orderly way as a deadline does.
/// - Parameters:
///   - input: Its whole standard input; nil is an empty one.
///   - onOutput: Called with each line of either stream as it comes, one call at a time.
/// - Throws: `SubprocessError` when it cannot be started or the deadline passes; `CancellationError`.
public func run(
  _ command: Command,
  input: Data? = nil,
  limits: Limits = Limits(),
  onOutput: (@Sendable (String) -> Void)? = nil
) async throws -> ProcessResult {
  try Task.checkCancellation()
  let child = try await ChildProcess.start(
    command, input: input, outputLimit: limits.output, onOutput: onOutput)
  let alarm = limits.deadline.map { Alarm(after: $0, ending: child, grace: limits.grace) }
  // The handler runs at once if the cancel came while the child was being started.
  let outcome = await withTaskCancellationHandler {
    await child.exit
  } onCancel: {
    child.beginTermination(grace: limits.grace)
  }
  try Task.checkCancellation()
  if let deadline = limits.deadline, alarm?.hasRung == true {
    throw SubprocessError.deadlinePassed(
      command: command.description, deadline: deadline, lastLines: outcome.lastLines())
  }
  return outcome
}

/// Runs a command that must succeed; see ``run(_:input:limits:onOutput:)``.
/// - Throws: also `SubprocessError.failed` for anything but exit status 0, with the last lines it wrote.
@discardableResult
public func checked(
  _ command: Command,
  input: Data? = nil,
  limits: Limits = Limits(),
  onOutput: (@Sendable (String) -> Void)? = nil
) async throws -> ProcessResult {
  let outcome = try await run(command, input: input, limits: limits, onOutput: onOutput)
  guard outcome.status.isSuccess else {
    throw SubprocessError.failed(
      command: command.description, status: outcome.status, lastLines: outcome.lastLines())
  }
  return outcome
}

/// Ends a child when its time is over.
private final class Alarm: Sendable {
  private let rung = Mutex(false)

  var hasRung: Bool { rung.withLock { $0 } }

  init(after deadline: Duration, ending child: ChildProcess, grace: Duration) {
    DispatchQueue.global().asyncAfter(deadline: .now() + deadline / .seconds(1)) { [weak self, weak child] in
      guard let self, let child, child.outcome == nil else { return }
      rung.withLock { $0 = true }
      child.beginTermination(grace: grace)
    }
  }
}

/// What a command may take.
public struct Limits: Hashable, Sendable {
  /// How many bytes are kept of each output stream; the earliest are dropped.
  public var output: Int
  /// How long it may run before it is ended; nil is for ever.
  public var deadline: Duration?
  /// How long it has to end after SIGTERM, before SIGKILL.
  public var grace: Duration

  public init(output: Int = 1 << 20, deadline: Duration? = nil, grace: Duration = .seconds(5)) {
    self.output = output
    self.deadline = deadline
    self.grace = grace
  }
}
