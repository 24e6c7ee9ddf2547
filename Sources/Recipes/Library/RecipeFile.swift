public import Diagnostics
import Digests
import YAML

/// One recipe as written, before anything is inherited.
public struct RecipeFile: Sendable {
  public let name: String
  /// Nil for a distribution.
  public let parent: String?
  /// As the user would type it.
  public let file: String
  /// SHA-256 of its bytes as they were read.
  public let digest: String
  /// Whether it came with Kiln.
  public let isShipped: Bool
  /// Where its name is written.
  public let location: Location
  /// What a distribution installs, as far as it is written as it must be; nil for a recipe with a parent.
  public let system: OperatingSystem?
  /// What is wrong with the file by itself; parents and merging aside.
  public let diagnostics: [Diagnostic]

  let root: RecipeFolder
  let node: Node
  /// Where its parent is written.
  public let parentLocation: Location?

  /// The folder that relative paths in the recipe start from.
  var folder: String { FilePath.folder(of: file) }
}

extension RecipeFile {
  /// Checks a document that was taken for a recipe.
  ///
  /// - Throws: what is wrong with it, when it has no name to find it by.
  init(
    _ node: Node, _ schema: RecipeSchema, file: String, digest: String, root: RecipeFolder
  ) throws(Diagnostics) {
    guard case .mapping(let entries) = node.content else {
      throw Diagnostics(Diagnostic("a recipe must be a mapping, found \(node.summary)", at: node.location))
    }
    var validator = Validator()
    validator.check(document: node, schema.recipe)
    let found = validator.diagnostics + Self.misplaced(entries, node.location)
    guard let name = entries.first(where: { $0.key == "name" }), let text = name.value.text else {
      let missing = Diagnostic("the recipe has no 'name'", at: node.location)
      throw Diagnostics(found + (entries.contains { $0.key == "name" } ? [] : [missing]))
        ?? Diagnostics(missing)
    }
    let parent = entries.first { $0.key == "parent" }
    self.init(
      name: text, parent: parent?.value.text, file: file, digest: digest, isShipped: root.rank == .shipped,
      location: name.value.location,
      system: parent == nil ? entries.first { $0.key == "os" }.flatMap { OperatingSystem($0.value) } : nil,
      diagnostics: found, root: root, node: node, parentLocation: parent?.value.location)
  }

  /// What only a recipe without a parent may have, and must.
  private static func misplaced(_ entries: [Node.Entry], _ start: Location) -> [Diagnostic] {
    let keys = Set(entries.map(\.key))
    guard keys.contains("parent") else {
      return RecipeSchema.distributionNeeds.filter { !keys.contains($0) }.map { key in
        Diagnostic("a recipe without 'parent' is a distribution and needs '\(key)'", at: start)
      }
    }
    return entries.filter { RecipeSchema.distributionOnly.contains($0.key) }.map { entry in
      Diagnostic(
        "'\(entry.key)' belongs only in a distribution, and this recipe has a parent; to install otherwise, copy the distribution with 'kiln export' and change the copy",
        at: entry.keyLocation)
    }
  }
}

extension OperatingSystem {
  /// Reads an `os` that nothing is merged with; nil without what tells one from another.
  fileprivate init?(_ node: Node) {
    guard case .mapping(let entries) = node.content else { return nil }
    func text(_ key: String) -> String? { entries.first { $0.key == key }?.value.text }
    guard let distribution = text("distribution"), let release = text("release") else { return nil }
    self.init(
      distribution: distribution, release: release, codename: text("codename") ?? "",
      architecture: text("arch") ?? "", endOfLife: text("end_of_life"))
  }
}

extension Node {
  /// The text of a scalar that YAML takes for a string or a number.
  fileprivate var text: String? {
    guard case .scalar(let scalar) = content, ScalarKind(scalar) != .null else { return nil }
    return scalar.text
  }
}

/// Reads the YAML file of a recipe or a site.
enum RecipeReading {
  /// The document of a file; nil for an empty one.
  ///
  /// - Throws: why it cannot be read, or is not YAML.
  static func document(_ path: String) throws(Diagnostics) -> Node? { try read(path).node }

  /// The same, with the SHA-256 of the very bytes that it was read from.
  static func read(_ path: String) throws(Diagnostics) -> (node: Node?, digest: String) {
    let bytes = try bytes(path)
    do {
      return (try parseYAML(bytes, file: path).flatMap { $0.isEmpty ? nil : $0 }, sha256(bytes))
    } catch {
      throw Diagnostics(error)
    }
  }

  /// A fault of a file as a whole.
  static func fault(_ path: String, _ message: String) -> Diagnostics {
    Diagnostics(Diagnostic(message, at: Location(file: path, line: 1, column: 1)))
  }

  private static func bytes(_ path: String) throws(Diagnostics) -> [UInt8] {
    var found: HostFile.Status?
    do {
      let status = try HostFile.status(path)
      found = status
      // A pipe or a device might never end, or never begin.
      if status.kind == .file { return try HostFile.read(path, limit: Limits.standard.bytes) }
    } catch {
      throw fault(path, "cannot be read: \(error)")
    }
    throw fault(
      path, found?.kind == .folder ? "a folder, where a YAML file was expected" : "not a regular file")
  }
}
