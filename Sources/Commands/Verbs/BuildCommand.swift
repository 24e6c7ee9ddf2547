import Builds
import Console
import Factory
import Machine
import Planning
import Recipes
import Storage

enum BuildCommand: Command {
  private static let keepGoing = Option.flag(
    "keep-going", help: "after a failure go on with all that does not need it (default with --all)")
  private static let failFast = Option.flag(
    "fail-fast", help: "after a failure begin nothing more (default without --all)")
  private static let keepFailed = Option.flag(
    "keep-failed", help: "keep a layer whose build fails, for 'kiln shell NAME --failed'")

  static let verb = Verb(
    "build", summary: "build and test images, and the layers that they need",
    discussion:
      "What is there already, in the store or in the output folder, is not built again. Each new image is booted on a throw-away overlay, "
      + "logged in to and looked at, and its recipes' tests are run. Its disks are read for what is inside and for what must not be left in them. "
      + "What was found is signed, and stands beside the image. A failed test or a finding fails the build; the image stays to be looked into.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [
        SharedOptions.snapshot, SharedOptions.all, BuildArguments.variant, keepGoing, failFast, keepFailed,
      ] + BuildArguments.all.map { $0.name == FormatArguments.build.name ? FormatArguments.build : $0 },
    example: Verb.Example("kiln build web -o images", "builds web and what it derives from, into images/"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let teller = EventTeller(arguments.value(BuildArguments.progress), in: context)
    defer { teller.stop() }
    let project = try arguments.project(in: context, tell: teller.say)
    let choice = try arguments.choice(of: project, verb: verb, tell: teller.say)
    var request = try arguments.buildRequest(choice.names, verb: verb)
    request.keepsGoing =
      arguments.has(keepGoing) || arguments.has(SharedOptions.all) && !arguments.has(failFast)
    request.keepsFailed = arguments.has(keepFailed)
    let report = try await project.build(request, host: arguments.host, events: teller.tell)
    teller.stop()
    try context.print(BuildSummary(images: report.images), arguments)
    guard report.isComplete else { return .failed }
    return choice.isWhole ? .done : .recipe
  }
}

private struct BuildSummary: Report {
  let images: [BuildReport.Image]

  func text(on terminal: Terminal) -> String {
    let rows = images.map { image in
      [
        image.build.map { "\($0)" } ?? "\(image.name)-\(image.version)", image.outcome.rawValue,
        image.boot?.outcome.word ?? "", formatted(.seconds(image.seconds)), image.path ?? "",
      ]
    }
    let columns = [
      Table.Column("IMAGE"), .init("OUTCOME"), .init("TEST"), .init("TIME", .right), .init("FILE"),
    ]
    return Table(columns, rows: rows).text(on: terminal)
  }
}

extension BootResult.Verdict {
  /// What became of a test.
  var word: String {
    switch self {
    case .booted: "passed"
    case .failed: "failed"
    case .unchecked: "untested"
    }
  }
}
