import Console
import Factory
import Failures
import Foundation
import Images
import Imaging
import Planning
import Storage

enum LogCommand: Command {
  private static let follow = Option.flag("follow", short: "f", help: "go on until the build ends")

  static let verb = Verb(
    "log", summary: "print the logs of the last build of an appliance, and what came of it",
    discussion:
      "At the end: why it failed; or how the image was tested, what was left in it, what is inside and who signed it, with the folder"
      + " of the files that tell all of it. In JSON, the logs' paths, what failure.json says, and the same of the image.",
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
      let failure = store.logs.lastFailure(of: name)
      let known = findings(of: name, failure, in: store, context)
      try context.print(
        LogReport(
          appliance: name, logs: logs.paths, failure: failure, findings: known?.findings,
          attachments: known?.files), arguments)
      return .done
    }
    var printer = LogPrinter(logs: logs) { context.pass(on: $0) }
    if arguments.has(follow) { try await printer.follow() }
    printer.printNew()
    let failure = store.logs.lastFailure(of: name)
    if let failure { context.write("\n\(failure.summary)\n") }
    if let (findings, files) = findings(of: name, failure, in: store, context) {
      context.write("\n\(text(findings, of: name, files, isFailed: failure != nil))")
    }
    return .done
  }

  /// What is known of the build that the logs are of, and the files that say it; nil where the last build made none.
  private static func findings(
    of name: String, _ failure: FailureRecord?, in store: Store, _ context: Context
  ) -> (findings: BuildFindings, files: [String])? {
    // One that failed before its image was there left an earlier one.
    let isAfterImage = failure.map { [.bootCheck, .residueFound].contains($0.cause) } ?? true
    guard isAfterImage, let build = store.images.newestBuild(of: name)?.id else { return nil }
    let keys = KeyFolder.standardPath(environment: context.environment).flatMap {
      try? KeyFolder(path: $0).trustedKeys()
    }
    return (store.findings(of: build, knowing: keys ?? TrustedKeys([])), store.attachmentFiles(of: build))
  }

  /// A line for each thing that can be said of a build by itself, with what is wrong below it where no failure tells it.
  private static func text(
    _ findings: BuildFindings, of name: String, _ files: [String], isFailed: Bool
  ) -> String {
    let subjects: [BuildFindings.Subject] = [.tests, .residue, .sbom, .signature]
    let facts = subjects.map { findings.fact($0) }
    let titles = facts.map { BuildFindings.title($0.subject).lowercased() } + ["files"]
    let width = titles.map(\.count).max() ?? 0
    func line(_ title: String, _ text: String) -> String {
      "  \(title)\(String(repeating: " ", count: width - title.count))  \(text)\n"
    }
    let told = facts.map { fact in
      let isWrong = !isFailed && [.bad, .doubtful].contains(fact.look)
      return line(BuildFindings.title(fact.subject).lowercased(), fact.text)
        + (isWrong ? fact.details.map { line("", $0) }.joined() : "")
    }
    let folder = files.first.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return "\(name)-\(findings.build)\n" + told.joined() + (folder.map { line("files", $0) } ?? "")
  }
}

private struct LogReport: Report {
  let appliance: String
  let logs: [String]
  /// nil: the last build went well, or goes on.
  let failure: FailureRecord?
  /// nil: the last build made no image.
  let findings: BuildFindings?
  /// Paths of the files that are said of that build.
  let attachments: [String]?

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
