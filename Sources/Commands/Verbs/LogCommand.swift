import Console
import Factory
import Failures
import Storage

enum LogCommand: Command {
  private static let follow = Option.flag("follow", short: "f", help: "go on until the build ends")

  static let verb = Verb(
    "log", summary: "print the logs of the last build of an appliance, and why it failed",
    discussion: "In JSON, the logs' paths and what failure.json says.",
    positional: Positional("NAME", .one, help: "the appliance, as its recipe names it"),
    options: [follow, SharedOptions.store, SharedOptions.format],
    example: Verb.Example("kiln log web --follow", "shows what the build of web writes, until it ends"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let name = arguments.positionals[0]
    let store = try arguments.store(in: context)
    guard let logs = BuildLogs(of: name, in: store) else {
      let known = BuildLogs.appliances(in: store)
      let others =
        known.isEmpty ? "nothing was built there" : "logs are there of \(known.joined(separator: ", "))"
      context.say("kiln: no build of '\(name)' has left a log in \(store.root): \(others)")
      return .failed
    }
    if arguments.value(SharedOptions.format) == OutputFormat.json.rawValue {
      try context.print(
        LogReport(appliance: name, logs: logs.paths, failure: store.lastFailure(of: name)), arguments)
      return .done
    }
    var printer = LogPrinter(logs: logs) { context.pass(on: $0) }
    if arguments.has(follow) { try await printer.follow() }
    printer.printNew()
    if let failure = store.lastFailure(of: name) { context.write("\n\(failure.summary)\n") }
    return .done
  }
}

private struct LogReport: Report {
  let appliance: String
  let logs: [String]
  /// nil: the last build went well, or goes on.
  let failure: FailureRecord?

  /// Not used: logs are printed as they are.
  func text(on terminal: Terminal) -> String { logs.map { "\($0)\n" }.joined() }
}
