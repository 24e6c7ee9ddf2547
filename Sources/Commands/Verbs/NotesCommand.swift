import Console
import Factory

enum NotesCommand: Command {
  static let verb = Verb(
    "notes", summary: "write release notes of an image",
    discussion:
      "They are Markdown, made from what differs between the two images. Of one image alone, they are since the release "
      + "before it, or the build before it where no release is.",
    positional: Positional(
      "IMAGE [IMAGE]", .atLeastOne,
      help: "the image; or, of two, the one before and the image, named as for 'kiln diff'"),
    options: [
      SharedOptions.vulnerabilityData, SharedOptions.offline, SharedOptions.site, SharedOptions.accelerator,
      SharedOptions.store,
    ],
    example: Verb.Example(
      "kiln notes web@1.1.0 > NOTES.md", "writes what has changed since the release before 1.1.0"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let names = arguments.positionals
    guard names.count <= 2 else {
      throw UsageError("name one image, or two", command: "kiln notes")
    }
    let comparison = try arguments.comparison(in: context)
    let image = names[names.count - 1]
    guard let before = try names.count == 2 ? names[0] : comparison.predecessor(of: image) else {
      throw VerbFailure(
        description:
          "no release or build before \(image) is in the store: name the image to compare it with, as in"
          + " 'kiln notes BEFORE \(image)'")
    }
    context.write(ReleaseNotes(diff: try await comparison.diff(before, image)).markdown)
    return .done
  }
}
