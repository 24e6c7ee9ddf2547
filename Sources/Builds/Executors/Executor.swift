import Jobs

/// Does what an order says: in this process, in another, or on another machine.
///
/// Nothing else is shared with the run: the order goes in, events of its phases and output come out, and the result is in the
/// store when the call returns.
public protocol Executor: Sendable {
  /// - Parameter events: told of all that happens but the end of the order's last job.
  /// - Returns: what came of the last job; nil when someone else has done it meanwhile.
  /// - Throws: why a job could not be done; `CancellationError` when the task was cancelled, with everything that was
  ///   started for the order ended.
  func perform(_ order: JobOrder, events: @escaping EventSink) async throws -> Completion?
}
