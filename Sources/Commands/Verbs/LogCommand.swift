import Console
import Factory
import Failures
import Foundation
import Planning
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
    guard let logs = store.logs.lastBuild(of: name) else {
      let known = store.logs.appliances()
      let others =
        known.isEmpty ? "nothing was built there" : "logs are there of \(known.joined(separator: ", "))"
      throw VerbFailure(description: "no build of '\(name)' has left a log in \(store.root): \(others)")
    }
    if arguments.value(SharedOptions.format) == OutputFormat.json.rawValue {
      try context.print(
        LogReport(appliance: name, logs: logs.paths, failure: store.logs.lastFailure(of: name)), arguments)
      return .done
    }
    var printer = LogPrinter(logs: logs) { context.pass(on: $0) }
    if arguments.has(follow) { try await printer.follow() }
    printer.printNew()
    if let failure = store.logs.lastFailure(of: name) { context.write("\n\(failure.summary)\n") }
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

/// Prints what logs have, and what comes to them.
private struct LogPrinter {
  let logs: BuildLogs
  let print: (String) -> Void
  /// Bytes printed of each, by path.
  private var printed: [String: Int] = [:]
  private var last: String?

  /// After the last layer's log is let go, the next layer's may take this long to be begun.
  private static let patience = Duration.seconds(3)
  private static let interval = Duration.milliseconds(250)

  init(logs: BuildLogs, print: @escaping (String) -> Void) {
    self.logs = logs
    self.print = print
  }

  /// Prints until no build has written for a while; at once when none does.
  mutating func follow() async throws {
    var lastGrowth = ContinuousClock.now
    var isGrowing = logs.isGrowing
    while isGrowing || .now - lastGrowth < Self.patience {
      if isGrowing { lastGrowth = .now }
      printNew()
      try await Task.sleep(for: Self.interval)
      isGrowing = logs.isGrowing
    }
  }

  /// Prints what has not been printed yet; a log that was begun anew from its beginning.
  mutating func printNew() {
    for path in logs.paths {
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      let start = printed[path].map { $0 <= data.count ? $0 : 0 }
      guard start != data.count else { continue }
      if last != path { print("\(last == nil ? "" : "\n")==> \(path)\n") }
      last = path
      printed[path] = data.count
      print(String(decoding: data.dropFirst(start ?? 0), as: UTF8.self))
    }
  }
}
