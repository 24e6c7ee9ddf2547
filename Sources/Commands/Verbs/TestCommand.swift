import Console
import Factory
import Files
import Foundation
import Images
import Jobs
import Recipes

enum TestCommand: Command {
  private static let tests = Option.value(
    "tests", "FILE", help: "ask for more: a YAML file with the keys test and tests of a recipe")
  private static let secondBoot = Option.flag(
    "second-boot", help: "boot it twice, to see that two machines of it are told apart")
  private static let limit = Option.value(
    "boot-limit", "TIME",
    help:
      "how long it may take with KVM until one can log in; more where guests are slower (default: the recipe's, or 2min)"
  )
  private static let report = Option.value("report", "FILE", help: "write the report there, as JSON")
  private static let junit = Option.value(
    "junit", "FILE", help: "write it there for tools that read JUnit's XML")

  static let verb = Verb(
    "test", summary: "boot an image, and look whether all is as it should be",
    discussion:
      "The image stays as it is: what its machine writes is thrown away, and the machine reaches nothing outside. It is logged in to with a key made "
      + "for this boot, by cloud-init; where that, or an SSH server, is missing, its console is watched, and the report says what was not "
      + "tested. Of an image in the store its recipe's tests are run, and the report takes the place of the one that it has; where that is "
      + "signed, or the site file names keys, the new one is, too. Of an image from elsewhere nothing is believed; where the site file names "
      + "keys, the report of --report is signed, in a file beside it that ends with .dsse.json. The exit status is 1 where a test failed.",
    positional: Positional(
      "IMAGE", .one,
      help:
        "a recipe's name, for its newest image; a build, a release (web@1.4.0) or a channel (web@stable); or the path of a "
        + "descriptor or a disk of any format"),
    options: [
      tests, secondBoot, limit, report, junit, SharedOptions.accelerator, SharedOptions.store,
      SharedOptions.site, SharedOptions.format,
    ],
    example: Verb.Example("kiln test web@stable", "tests the released image of web again"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    var wishes = ImageTestRun.Wishes()
    if let file = arguments.value(tests) { wishes.further = try TestFile.read(file) }
    wishes.bootsTwice = arguments.has(secondBoot)
    wishes.limit = try arguments.duration(limit, of: verb)
    if wishes.limit == .zero {
      throw UsageError("--boot-limit takes more than nothing, such as 5min", command: "kiln test")
    }
    let store = try arguments.store(in: context)
    let run = ImageTestRun(
      store: store, host: arguments.host,
      signing: SigningSettings(try arguments.site()?.signing, environment: context.environment))
    let name = arguments.positionals[0]
    let outcome = try await run.run(name, wishes) { context.say("\(name): \($0)") }
    for notice in outcome.notices { context.say("kiln: \(notice)") }
    try await write(outcome, of: run, arguments)
    try context.print(TestSummary(report: outcome.report), arguments)
    guard !outcome.report.passed else { return .done }
    context.say(
      "kiln: \(outcome.report.fault ?? "nothing was tested"); what was seen of it is in \(outcome.evidence)")
    return .failed
  }
}

extension TestCommand {
  /// Writes the files that were asked for; a statement of the report beside it, where there is one.
  private static func write(_ outcome: ImageTestRun.Outcome, of run: ImageTestRun, _ arguments: Arguments)
    async throws
  {
    let files = [
      try arguments.value(report).map { ($0, try outcome.report.encoded()) },
      arguments.value(junit).map { ($0, Array(outcome.report.junit.utf8)) },
    ].compactMap(\.self)
    for (path, bytes) in files { try FileSystem.write(Data(bytes), to: path) }
    guard let path = arguments.value(report) else { return }
    let documents = files.map { (name: URL(fileURLWithPath: $0).lastPathComponent, bytes: $1) }
    if let envelope = try await run.statement(of: outcome, in: documents) {
      let stem = path.hasSuffix(".json") ? String(path.dropLast(5)) : path
      try FileSystem.write(Data(envelope), to: "\(stem).dsse.json")
    }
  }
}

struct TestSummary: Report {
  let report: TestReport

  func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let rows = report.tests.map {
      [$0.name, $0.outcome.rawValue, formatted(.seconds($0.seconds)), $0.message ?? ""]
    }
    let columns = [Table.Column("TEST"), .init("OUTCOME"), .init("TIME", .right), .init("MESSAGE")]
    let untested = report.untested.map { "untested: \($0.what): \($0.why)\n" }.joined()
    return (rows.isEmpty ? "" : Table(columns, rows: rows).text(on: terminal)) + untested
  }
}
