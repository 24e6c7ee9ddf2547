import Console
import Factory
import Machine
import Planning
import Recipes

enum BuildCommand: Command {
  private static let output = Option.value(
    "output", short: "o", "DIR", help: "where images go (default: out)")
  private static let jobs = Option.value(
    "jobs", short: "j", "N", help: "do up to N jobs at once (default: one for each processor)")
  private static let keepGoing = Option.flag(
    "keep-going", help: "after a failure go on with all that does not need it (default with --all)")
  private static let failFast = Option.flag(
    "fail-fast", help: "after a failure begin nothing more (default without --all)")
  private static let progress = Option.value(
    "progress", "FORMAT", choices: ["text", "json"],
    help: "tell what happens as text, or as a line of JSON for each event (default: text)")
  private static let accelerator = Option.value(
    "accelerator", "NAME", choices: Accelerator.allCases.map(\.rawValue), help: "do not probe, use this one")
  private static let limit = Option.value(
    "install-limit", "MINUTES",
    help: "how long an install may take with KVM; ten times as long without (default: the site's, or 60)")

  static let verb = Verb(
    "build", summary: "build images, and the layers that they need",
    discussion: "What is there already, in the store or in the output folder, is not built again.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [
        SharedOptions.all, output, SharedOptions.store, SharedOptions.offline, SharedOptions.refresh, jobs,
        keepGoing, failFast, accelerator, limit, progress, SharedOptions.format,
      ],
    example: Verb.Example("kiln build web -o images", "builds web and what it derives from, into images/"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let kitchen = try Kitchen(arguments, in: context)
    let appliances = try kitchen.resolve(try kitchen.names(arguments, verb: verb))
    let secrets = try Secrets(of: appliances, environment: context.environment)
    let plan = try await kitchen.plan(appliances, secrets: secrets, arguments, verb: verb, in: context)
    let options = BuildOptions(
      output: arguments.value(output) ?? "out",
      capacity: .ofHost(jobs: try arguments.count(of: jobs, verb: verb)),
      keepGoing: arguments.has(keepGoing) || arguments.has(SharedOptions.all) && !arguments.has(failFast),
      limits: try limits(arguments, kitchen.timeouts),
      scriptLimit: kitchen.timeouts.script ?? BuildOptions.standardScriptLimit,
      fatalTexts: try FatalTexts(library: try ShippedLibrary.find(arguments, in: context)),
      secrets: secrets.values,
      securityMirror: kitchen.securityMirror, isOffline: arguments.has(SharedOptions.offline))
    let host = BuildHost(accelerator: arguments.value(accelerator).flatMap(Accelerator.init(rawValue:)))
    let teller = EventTeller(arguments.value(progress), in: context)
    let builder = Builder(
      store: arguments.store(in: context), options: options, host: host, events: teller.tell)
    defer { teller.stop() }
    let report = try await builder.build(plan)
    teller.stop()
    try context.print(BuildSummary(images: report.images), arguments)
    return report.isComplete ? .done : .failed
  }

  /// The command line's limit before the site's, and that before Kiln's own.
  static func limits(_ arguments: Arguments, _ site: InstallTimeouts) throws -> InstallLimits {
    var limits = InstallLimits.standard
    limits.answers = site.answers ?? limits.answers
    limits.silence = site.silence ?? limits.silence
    limits.whole = site.install ?? limits.whole
    guard let text = arguments.value(limit) else { return limits }
    guard let minutes = Double(text), minutes > 0, minutes < 100_000 else {
      throw UsageError("--install-limit takes a number of minutes, not '\(text)'", command: "kiln build")
    }
    limits.whole = .seconds(minutes * 60)
    return limits
  }
}

private struct BuildSummary: Report {
  let images: [BuildReport.Image]

  func text(on terminal: Terminal) -> String {
    let rows = images.map { image in
      [
        "\(image.name)-\(image.version)", image.outcome.rawValue, formatted(.seconds(image.seconds)),
        image.path ?? "",
      ]
    }
    let columns = [Table.Column("IMAGE"), .init("OUTCOME"), .init("TIME", .right), .init("FILE")]
    return Table(columns, rows: rows).text(on: terminal)
  }
}
