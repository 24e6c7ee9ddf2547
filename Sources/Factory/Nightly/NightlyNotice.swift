import Foundation
import Storage
import Subprocess

/// A command that is run when a nightly run has ended, to tell people.
public struct NightlyNotice: Sendable {
  private let command: String
  private let limit: Duration

  /// - Parameters:
  ///   - command: for `/bin/sh -c`.
  ///   - limit: after which it is ended.
  public init(_ command: String, limit: Duration = .seconds(60)) {
    self.command = command
    self.limit = limit
  }

  /// Runs it, with the text on its standard input, `KILN_STATUS` (the run's exit status) and `KILN_REPORT` (the path of the
  /// page; empty when it could not be written) in its environment.
  ///
  /// - Throws: `SubprocessError` when it fails or takes too long; cancellation.
  public func send(_ text: String, status: Int32, page: String?) async throws {
    var command = Command(
      "/bin/sh", ["-c", command], environment: ["KILN_STATUS": "\(status)", "KILN_REPORT": page ?? ""])
    // Such as a mail that is sent on: not this run's any more, so that no later one takes it for an orphan.
    command.leavesBackground = true
    command.environment[ProcessMark.variable] = ""
    try await checked(
      command,
      input: Data(text.utf8), limits: Limits(deadline: limit))
  }
}
