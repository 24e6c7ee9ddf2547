import Console
import Files
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
    let path = arguments.positionals[1]
    // The folder is no place to look for recipes in.
    let written = arguments.positionals[0]
    let project = try arguments.project(in: context, words: [written])
    let name = try project.name(of: written)
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
    let target = folder.appendingPathComponent(item.path)
    try FileSystem.makeFolder(target.deletingLastPathComponent().path)
    do {
      try FileManager.default.copyItem(at: URL(fileURLWithPath: item.source), to: target)
    } catch {
      // Foundation's own words are a dump of its error.
      throw VerbFailure(description: "cannot copy \(item.source): \(error.localizedDescription)")
    }
  }
}

/// A folder that comes to be whole or not at all.
private struct NewFolder {
  private let url: URL

  /// - Parameter sources: absolute paths of what will be copied into it.
  /// - Throws: `UsageError` when there is something in the way, no folder to make it in, when it is the current folder, or
  ///   when a copy would go into what it is a copy of.
  init(_ path: String, holding sources: [String], command: String) throws {
    let manager = FileManager.default
    let current = manager.currentDirectoryPath
    // By an absolute path: else `.` stays a part of it.
    url = URL(fileURLWithPath: path.hasPrefix("/") ? path : "\(current)/\(path)").standardizedFileURL
    guard !"\(current)/".hasPrefix("\(url.path)/") else {
      throw UsageError(
        "\(path) is the folder that you are in, or holds it; name one that is new, such as \(path)/mine",
        command: command)
    }
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: url.path, isDirectory: &isFolder) {
      let isEmpty = isFolder.boolValue ? (try? manager.contentsOfDirectory(atPath: url.path))?.isEmpty : nil
      guard isEmpty == true else {
        throw UsageError("\(path) is there already; name a folder that is new or empty", command: command)
      }
    }
    let parent = url.deletingLastPathComponent().resolvingSymlinksInPath().path
    guard manager.fileExists(atPath: parent, isDirectory: &isFolder), isFolder.boolValue else {
      throw UsageError("there is no folder \(parent) to make it in", command: command)
    }
    if let holder = sources.first(where: { "\(parent)/".hasPrefix("\($0)/") }) {
      throw UsageError("\(path) lies in \(holder), which is to be copied", command: command)
    }
  }

  /// Makes the folder.
  ///
  /// - Parameter fill: puts its contents into another folder beside it, which then takes its place.
  func make(_ fill: (URL) throws -> Void) throws {
    let drafts = try DraftFolder(in: url.deletingLastPathComponent().path)
    defer { withExtendedLifetime(drafts) {} }
    let draft = URL(fileURLWithPath: drafts.path).appendingPathComponent(url.lastPathComponent)
    try FileSystem.makeFolder(draft.path)
    try fill(draft)
    // An empty folder is replaced; one that has been filled meanwhile is not.
    try FileSystem.move(draft.path, to: url.path)
  }
}
