import Console
import Factory
import Foundation
import Machine
import Planning

enum NightlyCommand: Command {
  private static let report = Option.value(
    "report", "DIR", help: "where reports go (default: reports/ in the store)")
  private static let keep = Option.value("keep", "N", help: "keep the last N reports (default: 30)")
  private static let notify = Option.value(
    "notify", "COMMAND",
    help: "run this in a shell at the end, with the report as text on its standard input; it has a minute")

  static let verb = Verb(
    "nightly", summary: "build everything, boot each new image once, and report",
    discussion:
      "Without NAME, all recipes of the recipe folders; with --all, the shipped ones too. Layers of which a package has a"
      + " newer version are made anew, unless --refresh says otherwise. A failure stops only what needs it. The command of"
      + " --notify finds the exit status in KILN_STATUS, and the page's path in KILN_REPORT.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [SharedOptions.all, report, keep, notify] + BuildArguments.all,
    example: Verb.Example(
      "kiln nightly --recipes /srv/recipes -o /srv/images --notify 'mail -s kiln ops@example.org'",
      "builds all of /srv/recipes, and mails the report"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let begun = Date.now
    let store = try arguments.storeDespiteSite(in: context)
    let folder = ReportFolder(
      path: arguments.value(report) ?? "\(store.root)/reports",
      keep: try arguments.count(of: keep, verb: verb) ?? 30)
    let lock = try NightlyLock(store)
    defer { withExtendedLifetime(lock) {} }
    // What is wrong with files is for the report.
    let project = Result { try arguments.project(in: context, store: store) { _ in } }
    let order = try await NightlyOrder(
      try selection(arguments, try? project.get()), of: project,
      try arguments.buildRequest([], verb: verb))
    let teller = EventTeller(arguments.value(BuildArguments.progress), in: context)
    defer { teller.stop() }
    let run = NightlyRun(
      store: store, host: arguments.host, reports: folder, events: teller.tell)
    let result = try await run.perform(order, begun: begun)
    teller.stop()
    return try await conclude(result, folder, arguments, teller, in: context)
  }

  private static func selection(
    _ arguments: Arguments, _ project: Project?
  ) throws -> NightlyOrder.Selection {
    if !arguments.positionals.isEmpty {
      return .named(try arguments.positionals.map { try project?.name(of: $0) ?? $0 })
    }
    if arguments.has(SharedOptions.all) { return .all }
    if let project, project.ownNames.isEmpty, project.library.diagnostics.isEmpty {
      throw UsageError(
        "no recipes but the shipped ones: name a recipe or a folder of them (--recipes), or give --all",
        command: "kiln \(verb.name)")
    }
    return .own
  }

  /// Tells everyone: the folder of reports, whoever reads the standard output, and the command of `--notify`.
  private static func conclude(
    _ result: NightlyReport, _ folder: ReportFolder, _ arguments: Arguments, _ teller: EventTeller,
    in context: Context
  ) async throws -> ExitStatus {
    let summary = NightlySummary(report: result)
    let text = summary.text(on: Terminal(isTerminal: false, environment: [:]))
    let html = NightlyPage(result, folder: folder.path, picture: Picture.read).html
    var status: ExitStatus = result.passed ? .done : .failed
    var page: String?
    do {
      page = try folder.publish(result, as: ReportFolder.Forms(text: text, html: html))
    } catch {
      teller.say("kiln: the report was not written: \(error)")
      status = .failed
    }
    try context.print(summary, arguments)
    if let page { teller.say("report: \(page)") }
    guard let command = arguments.value(notify) else { return status }
    do {
      try await NightlyNotice(command).send(text, status: status.rawValue, page: page)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      teller.say("kiln: nobody was notified: \(error)")
    }
    return status
  }
}
