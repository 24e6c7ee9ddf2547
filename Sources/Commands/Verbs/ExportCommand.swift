import Console
import Foundation
import Recipes

enum ExportCommand: Command {
  static let verb = Verb(
    "export", summary: "copy a recipe, its ancestors and their files to a folder, to be changed there",
    discussion: "The recipes are copied as they are, comments included. Absolute paths, paths that begin with"
      + " `kiln:` and secrets stay where they are.",
    positional: Positional("NAME DIR", .two, help: "the recipe, and a folder that is new or empty"),
    options: [SharedOptions.recipes, SharedOptions.library],
    example: Verb.Example(
      "kiln export debian-13 mine",
      "copies what debian-13 is made of; then: kiln build debian-13 --recipes mine"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let (name, path) = (arguments.positionals[0], arguments.positionals[1])
    let project = try arguments.project(in: context)
    let appliance = try project.resolve([name])[0]
    let items = try project.resolver.files(of: name).get().items
    let folder = try NewFolder(path, holding: items.map(\.source), command: "kiln export")
    try folder.make { draft in
      for item in items { try copy(item, below: draft) }
    }
    for item in items { context.say("copied \(item.path)") }
    context.say("next: kiln build --recipes \(path) \(appliance.name)")
    return .done
  }

  private static func copy(_ item: RecipeFiles.Item, below folder: URL) throws {
    let manager = FileManager.default
    let source = URL(fileURLWithPath: item.source)
    let target = folder.appendingPathComponent(item.path)
    try manager.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try manager.copyItem(at: source, to: target)
  }
}
