import Console
import Factory
import Images

enum SizeCommand: Command {
  private static let against = Option.value(
    "against", "IMAGE", help: "compare with this one (default: the release before it, or the build before it)"
  )

  static let verb = Verb(
    "size", summary: "tell what takes the room in an image",
    discussion:
      "What counts is the bytes of the files that are there, by folder and by the package that they belong to; a file with "
      + "several names counts once. The image's own file is smaller, since it is compressed.",
    positional: Positional("IMAGE", .one, help: "the image, named as for 'kiln diff'"),
    options: [against, SharedOptions.format, SharedOptions.accelerator, SharedOptions.store],
    example: Verb.Example("kiln size web --against web@1.0.0", "tells which folders and packages have grown"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let comparison = try arguments.comparison(in: context)
    let name = arguments.positionals[0]
    let other = try arguments.value(against) ?? comparison.predecessor(of: name)
    let image = try await comparison.side(name)
    var before: DiffSide?
    if let other { before = try await comparison.side(other) }
    try context.print(SizeReport(image, before: before), arguments)
    return .done
  }
}
