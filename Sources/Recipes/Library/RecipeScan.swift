import Diagnostics
import YAML

/// Finds and reads the recipes of recipe folders.
///
/// A recipe is a `*.yaml` file directly in a recipe folder or in a folder directly below it, so that recipes may stand
/// side by side or each in a folder of its own. Directly in a recipe folder every `*.yaml` must be a recipe; in the
/// folders below, one that has no key of a recipe is taken for data and left alone, and so is a site file anywhere.
/// Hidden folders and those named `files` are not looked into. A file met twice counts once.
struct RecipeScan {
  private(set) var recipes: [RecipeFile] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let schema: RecipeSchema
  private var seen: Set<HostFile.Identity> = []

  init(_ schema: RecipeSchema) {
    self.schema = schema
  }

  private static let siteFile = "site.yaml"
  private static let dataFolder = "files"

  /// Reads the recipes of a folder, and of those directly below it.
  mutating func scan(_ root: RecipeFolder) {
    for name in names(in: root.path) {
      let path = FilePath.join(root.path, name)
      if name.hasSuffix(".yaml") {
        if name != Self.siteFile { add(path, in: root, mayBeData: false) }
      } else if name != Self.dataFolder, Self.isFolder(path) {
        scan(only: path, of: root, mayBeData: true)
      }
    }
  }

  /// Reads the recipes directly in one folder of a root, such as the shipped `distributions`.
  mutating func scan(only folder: String, of root: RecipeFolder, mayBeData: Bool = false) {
    for name in names(in: folder) where name.hasSuffix(".yaml") && name != Self.siteFile {
      add(FilePath.join(folder, name), in: root, mayBeData: mayBeData)
    }
  }

  /// A link to a folder is not followed: it could lead round in a circle, or out of the recipe folder.
  private static func isFolder(_ path: String) -> Bool {
    guard let found = try? HostFile.entry(path) else { return false }
    return found.link == nil && found.status.kind == .folder
  }

  private mutating func names(in folder: String) -> [String] {
    do {
      return try HostFile.names(in: folder).filter { !$0.hasPrefix(".") }
    } catch {
      diagnostics.append(Diagnostic("\(folder): cannot look for recipes: \(error)", at: nil))
      return []
    }
  }

  private mutating func add(_ path: String, in root: RecipeFolder, mayBeData: Bool) {
    if let status = try? HostFile.status(path), !seen.insert(status.identity).inserted { return }
    do {
      if let recipe = try read(path, in: root, mayBeData: mayBeData) { recipes.append(recipe) }
    } catch {
      diagnostics += error.list
    }
  }

  private func read(
    _ path: String, in root: RecipeFolder, mayBeData: Bool
  ) throws(Diagnostics) -> RecipeFile? {
    if let found = try? HostFile.entry(path), found.link != nil, let target = try? HostFile.realPath(path),
      !FilePath.isInside(target, root.realPath)
    {
      throw RecipeReading.fault(path, "a link that leads out of the recipe folder '\(root.path)'")
    }
    let (document, digest) = try RecipeReading.read(path)
    guard let node = document else {
      if mayBeData { return nil }
      throw RecipeReading.fault(path, "the recipe is empty")
    }
    if node.looksLikeRecipe {
      return try RecipeFile(node, schema, file: path, digest: digest, root: root)
    }
    if mayBeData || isSite(node) { return nil }
    throw Diagnostics(
      Diagnostic(
        "not a recipe: it has neither 'parent' nor 'os' (keep other YAML files in a folder named 'files')",
        at: node.location))
  }

  /// Whether it has only keys of a site file, and not only such as recipes have, too.
  private func isSite(_ node: Node) -> Bool {
    guard case .mapping(let entries) = node.content else { return false }
    return entries.allSatisfy { SiteSchema.site[$0.key] != nil }
      && entries.contains { schema.recipe[$0.key] == nil }
  }
}

extension Node {
  /// Whether it is a mapping with keys that tell a recipe from other YAML files.
  fileprivate var looksLikeRecipe: Bool {
    guard case .mapping(let entries) = content else { return false }
    let keys = Set(entries.map(\.key))
    if !keys.isDisjoint(with: ["parent", "os", "installer"]) { return true }
    return keys.contains("name")
      && !keys.isDisjoint(with: ["hardware", "install", "packages", "files", "provision"])
  }
}
