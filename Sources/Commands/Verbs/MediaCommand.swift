import Console
import Factory
import Planning

enum MediaCommand: Command {
  static let verb = Verb(
    "media", summary: "get what installers boot from",
    discussion:
      "`kiln media fetch NAME…` gets and checks the media of these recipes, and prints where they are.",
    positional: Positional("ACTION", .any, help: "fetch, and the recipes"),
    options: SharedOptions.resolving + [SharedOptions.store, SharedOptions.format],
    example: Verb.Example("kiln media fetch debian-13", "gets the installer's kernel and initrd"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard arguments.positionals.first == "fetch", arguments.positionals.count > 1 else {
      throw UsageError("say `fetch` and name a recipe", command: "kiln media")
    }
    let kitchen = try Kitchen(arguments, in: context)
    let plan = try Planner.plan(try kitchen.resolve(Array(arguments.positionals.dropFirst())))
    let display = BuildDisplay(terminal: context.messages)
    defer { display.stop() }
    let fetch = MediaFetch(store: arguments.store(in: context)) { display.show($0) }
    var files: [MediaFetch.Files] = []
    for image in plan.images { files.append(try await fetch.run(image)) }
    display.stop()
    try context.print(FetchedMedia(media: files), arguments)
    return .done
  }
}

private struct FetchedMedia: Report {
  let media: [MediaFetch.Files]

  func text(on terminal: Terminal) -> String {
    let columns = [Table.Column("RECIPE"), .init("KERNEL"), .init("INITRD")]
    return Table(columns, rows: media.map { [$0.name, $0.kernel, $0.initrd] }).text(on: terminal)
  }
}
