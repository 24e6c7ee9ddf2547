import Console
import Factory
import Foundation
import JSON
import Jobs
import Synchronization

enum RunJobCommand: Command {
  static let verb = Verb(
    "run-job", summary: "do one job of a run that another process has given an order for",
    discussion: "What happens is told on standard output, a line of JSON for each event; "
      + "schemas/event.schema.json describes it. Exit status 1 when a job of the order fails.",
    positional: Positional("ORDER", .one, help: "the order's file; - reads standard input"),
    example: Verb.Example("kiln run-job order.json", "does what order.json says, as its run would"),
    isHidden: true)

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let path = arguments.positionals[0]
    let json =
      path == "-"
      ? try FileHandle.standardInput.readToEnd() ?? Data() : try Data(contentsOf: URL(fileURLWithPath: path))
    // Events come from several threads, and a line that another cuts in two is none.
    let output = Mutex(())
    let isDone = try await OrderedJob(json).perform(environment: context.environment) { event in
      guard let line = try? compactJSON(EventLine(event)) else { return }
      output.withLock { _ in context.pass(on: String(decoding: line, as: UTF8.self) + "\n") }
    }
    return isDone ? .done : .failed
  }
}
