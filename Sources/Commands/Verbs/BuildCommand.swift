import Builds
import Console
import Factory
import Machine
import Planning
import Recipes

enum BuildCommand: Command {
  private static let keepGoing = Option.flag(
    "keep-going", help: "after a failure go on with all that does not need it (default with --all)")
  private static let failFast = Option.flag(
    "fail-fast", help: "after a failure begin nothing more (default without --all)")
  private static let keepFailed = Option.flag(
    "keep-failed", help: "keep a layer whose build fails, for 'kiln shell NAME --failed'")

  static let verb = Verb(
    "build", summary: "build images, and the layers that they need",
    discussion: "What is there already, in the store or in the output folder, is not built again.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [
        SharedOptions.all, keepGoing, failFast, keepFailed,
      ] + BuildArguments.all,
    example: Verb.Example("kiln build web -o images", "builds web and what it derives from, into images/"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let kitchen = try Kitchen(arguments, in: context)
    let appliances = try kitchen.resolve(try kitchen.names(arguments, verb: verb))
    let secrets = try Secrets(of: appliances, environment: context.environment)
    let teller = EventTeller(arguments.value(BuildArguments.progress), in: context)
    let plan = try await kitchen.plan(appliances, secrets: secrets, arguments, verb: verb, in: context) {
      teller.say("kiln: \($0)")
    }
    var options = try BuildArguments(arguments, verb: verb, in: context).options(
      kitchen, secrets,
      keepGoing: arguments.has(keepGoing) || arguments.has(SharedOptions.all) && !arguments.has(failFast))
    options.keepsFailed = arguments.has(keepFailed)
    let builder = Builder(
      store: try arguments.store(in: context), options: options, host: arguments.host, events: teller.tell)
    defer { teller.stop() }
    let report = try await builder.build(plan)
    teller.stop()
    try context.print(BuildSummary(images: report.images), arguments)
    return report.isComplete ? .done : .failed
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
