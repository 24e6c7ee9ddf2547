import Console
import Factory
import Files
import Foundation
import Machine
import Planning

enum NightlyCommand: Command {
  private static let report = Option.value(
    "report", "DIR", help: "where reports go (default: reports/ in the store)")
  private static let usualKeep = 30
  private static let keep = Option.value(
    "keep", "N", help: "keep the last N reports, with their logs (default: \(usualKeep))")
  private static let requireBoot = Option.flag(
    "require-boot", help: "fail when an image is there that has not passed its tests")
  private static let metrics = Option.value(
    "metrics", "FILE",
    help: "write the result there in Prometheus' text format, for node_exporter's textfile collector")
  private static let refresh = SharedOptions.refresh(usually: "updates; never with --offline")
  private static let notify = Option.value(
    "notify", "COMMAND",
    help: "run this in a shell at the end, with the report as text on its standard input; it has a minute")

  static let verb = Verb(
    "nightly", summary: "build everything, test each new image, and report",
    discussion:
      "Without NAME, all recipes of the recipe folders; with --all, the shipped ones too. Layers of which a package has a"
      + " newer version are rebuilt, unless --refresh says otherwise. A failure stops only what needs it. A run that is"
      + " interrupted reports and notifies, too. The command of --notify finds the exit status in KILN_STATUS, and the page's"
      + " path in KILN_REPORT. Under systemd, the journal has an entry for each image, with fields such as KILN_IMAGE.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [SharedOptions.all, report, keep, notify, requireBoot, metrics]
      + BuildArguments.all.map { $0.name == refresh.name ? refresh : $0 },
    example: Verb.Example(
      "kiln nightly --recipes /srv/recipes -o /srv/images --notify 'mail -s kiln ops@example.org'",
      "builds all of /srv/recipes, and mails the report"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let begun = Date.now
    let store = try arguments.storeDespiteSite(in: context)
    let folder = ReportFolder(
      path: arguments.value(report) ?? "\(store.root)/reports",
      keep: try arguments.count(of: keep, verb: verb) ?? usualKeep)
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
      store: store, host: arguments.host, reports: folder, requiresBoot: arguments.has(requireBoot),
      events: teller.tell)
    let result = folder.keepingLogs(of: await run.perform(order, begun: begun))
    teller.stop()
    guard result.interrupted == true else {
      return try await conclude(result, folder, arguments, teller, in: context)
    }
    // A task of its own, which is not cancelled: somebody must be told.
    return try await Task { try await conclude(result, folder, arguments, teller, in: context) }.value
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
    let plain = Terminal(isTerminal: false, environment: context.environment)
    let text = try render(summary, as: .text, on: plain)
    let html = NightlyPage(result, folder: folder.path, picture: Picture.read).html
    var status: ExitStatus = result.interrupted == true ? .interrupted : result.passed ? .done : .failed
    var page: String?
    do {
      page = try folder.publish(result, as: ReportFolder.Forms(text: text, html: html))
    } catch {
      teller.say("kiln: the report was not written: \(error)")
      status = .failed
    }
    if let file = arguments.value(metrics) {
      do {
        let metrics = NightlyMetrics(report: result, lastSuccess: folder.lastSuccess)
        try FileSystem.write(Data(metrics.text.utf8), to: file)
      } catch {
        teller.say("kiln: the metrics were not written: \(error)")
        status = .failed
      }
    }
    // Set by systemd for what it starts; systemd.exec(5).
    if context.environment["JOURNAL_STREAM"] != nil {
      for entry in result.journalEntries(page: page) { entry.send() }
    }
    try context.print(summary, arguments)
    if let page { teller.say("report: \(page)") }
    try await sendNotice(arguments, text, status, page: page, teller)
    return status
  }

  /// Runs the user's command; what is wrong with it changes no exit status.
  private static func sendNotice(
    _ arguments: Arguments, _ text: String, _ status: ExitStatus, page: String?, _ teller: EventTeller
  ) async throws {
    guard let command = arguments.value(notify) else { return }
    do {
      try await NightlyNotice(command).send(text, status: status.rawValue, page: page)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      teller.say("kiln: the --notify command failed: \(error)")
    }
  }
}
