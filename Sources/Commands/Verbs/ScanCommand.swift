import Console
import Files
import Foundation
import Images
import Imaging
import Recipes

enum ScanCommand: Command {
  private static let lookFor = Option.value(
    "look-for", "FILE", help: "look for the texts in this file as well, one a line, six bytes or more each")

  private static let raw = Option.flag(
    "raw", help: "look through the bytes of the disks alone: quick, and tells of what packages bring as well")

  static let verb = Verb(
    "scan", summary: "look for what should not be handed out with an image",
    discussion:
      "Private keys, password hashes, tokens, answer files, logs of installers, addresses of the network that images are built in, "
      + "shell history, half-configured packages, broken name resolution, and what each machine must have of its own: "
      + "in all files, and in the bytes of the disks that are in no file. Every build does the same; this is for later, and for "
      + "images made elsewhere. Nothing is changed, no program of the image runs, and what is found is not printed.",
    positional: Positional("IMAGE", .one, help: "the image, named as for 'kiln diff'"),
    options: [lookFor, raw, SharedOptions.format, SharedOptions.accelerator, SharedOptions.store],
    example: Verb.Example(
      "kiln scan web", "exit status 1 if anything is found in it that its recipe does not allow"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let store = try arguments.store(in: context)
    let source = try store.source(arguments.positionals[0])
    if !arguments.has(raw) { context.say("opening \(source.title): an appliance is started to look into it") }
    let scan = ResidueScan(store: store, host: arguments.host, traces: try traces(arguments.value(lookFor)))
    let report = try await scan.report(of: source, isRaw: arguments.has(raw))
    try context.print(ResidueTable(report), arguments)
    return report.clean ? .done : .failed
  }

  /// What a file says is to be looked for.
  private static func traces(_ path: String?) throws -> [BuildTrace] {
    guard let path else { return [] }
    guard let data = try PlainFile.contents(path), let text = String(data: data, encoding: .utf8) else {
      throw UsageError("--look-for: \(path) is no file with text", command: "kiln scan")
    }
    return try text.split(whereSeparator: \.isNewline).enumerated().map { index, line in
      guard let trace = BuildTrace(secret: String(line), name: "line \(index + 1) of \(path)") else {
        throw UsageError(
          "--look-for: line \(index + 1) of \(path) has fewer than six bytes: it would be found anywhere",
          command: "kiln scan")
      }
      return trace
    }
  }
}

/// What a scan found; its JSON is `residue.json`.
struct ResidueTable: Report {
  private let report: ResidueReport

  init(_ report: ResidueReport) { self.report = report }

  func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    guard !report.findings.isEmpty else { return "nothing was found\n" }
    return Table(
      [.init("KIND"), .init("PATH"), .init("WHAT"), .init("ALLOWED")],
      rows: report.findings.map {
        [$0.kind.rawValue, $0.path ?? "(free space)", $0.message, $0.allowed ?? ""]
      }
    ).text(on: terminal)
  }
}
