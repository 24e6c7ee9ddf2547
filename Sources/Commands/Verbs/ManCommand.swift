import Console
import Foundation
import Jobs

enum ManCommand: Command {
  private static let output = Option.value(
    "output", short: "o", "DIR", help: "write all pages there, as kiln.1, kiln-build.1 and so on")

  static let verb = Verb(
    "man", summary: "print a page of the manual, in roff",
    discussion: "For packagers. The pages' date is that of SOURCE_DATE_EPOCH, or today.",
    positional: Positional("VERB", .atMostOne, help: "that page, and not the program's own"),
    options: [output],
    example: Verb.Example("kiln man -o man1", "writes all pages into the folder man1"),
    isHidden: true)

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let date = try date(in: context)
    if let folder = arguments.value(output) {
      if !arguments.positionals.isEmpty {
        throw UsageError("--output is for all pages, not for one", command: "kiln man")
      }
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for verb in program.manualPages {
        let name = verb.map { "kiln-\($0.name).1" } ?? "kiln.1"
        try Data(page(on: verb, date).utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      return .done
    }
    let name = arguments.positionals.first
    let verb = program.verbs.first { $0.name == name }
    if let name, verb == nil { throw UsageError("unknown verb '\(name)'", command: "kiln man") }
    context.pass(on: page(on: verb, date))
    return .done
  }

  private static func page(on verb: Verb?, _ date: String) -> String {
    program.manual(on: verb, version: kilnVersion, date: date)
  }

  /// <https://reproducible-builds.org/specs/source-date-epoch/>
  private static func date(in context: Context) throws -> String {
    guard let text = context.environment["SOURCE_DATE_EPOCH"], !text.isEmpty else { return context.today }
    guard let seconds = UInt32(text) else {
      throw UsageError("SOURCE_DATE_EPOCH is no number of seconds: '\(text)'", command: "kiln man")
    }
    return Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601.year().month().day())
  }
}
