import Diagnostics

/// All files that a recipe and its ancestors are made of, for copying them to a folder of their own.
///
/// Each keeps its path from its recipe folder, so that what the recipes say stays true. Left out is what is found from
/// anywhere: absolute paths, and `kiln:` paths, which lead to what is shipped with Kiln; and secrets.
public struct RecipeFiles: Hashable, Sendable {
  /// A file, or a folder with all in it.
  public struct Item: Hashable, Sendable {
    /// The path from the recipe folder.
    public let path: String
    /// The absolute path on this host, links followed.
    public let source: String
  }

  /// Sorted by path; none lies in another.
  public private(set) var items: [Item] = []
}

/// A file that a recipe names.
struct Reference: Hashable {
  /// As written.
  let path: String
  let recipe: String
  let origin: Origin
}

extension RecipeFiles {
  /// - Throws: what lies outside its recipe folder, and files of two recipe folders that would take one place.
  init(of chain: [RecipeFile], naming references: [Reference]) throws(Diagnostics) {
    var found: [Found] = chain.map { Found(path: $0.file, root: $0.root, origin: .recipe($0.location)) }
    let recipes = Dictionary(uniqueKeysWithValues: chain.map { ($0.name, $0) })
    for reference in references where reference.isRelative {
      guard let recipe = recipes[reference.recipe] else { continue }
      let path = FilePath.join(recipe.folder, reference.path)
      found.append(Found(path: path, root: recipe.root, origin: reference.origin))
    }
    var faults: [Diagnostic] = []
    for file in found.sorted(by: { $0.place < $1.place }) {
      do {
        try add(file)
      } catch {
        faults.append(error)
      }
    }
    if let diagnostics = Diagnostics(faults) { throw diagnostics }
  }

  private struct Found {
    /// As the user would type it.
    let path: String
    let root: RecipeFolder
    let origin: Origin

    /// The path from the recipe folder; of what lies outside, from there up.
    var place: String { FilePath.relative(path, to: root.path) ?? path }
  }

  private mutating func add(_ file: Found) throws(Diagnostic) {
    guard let place = FilePath.relative(file.path, to: file.root.path) else {
      throw Diagnostic(
        "'\(file.path)' lies outside the recipe folder '\(file.root.path)'; only an absolute path leads to it from a copy",
        from: file.origin)
    }
    guard place != "." else {
      throw Diagnostic("'\(file.path)' is the recipe folder itself; copy that as a whole", from: file.origin)
    }
    let source: String
    do {
      source = try HostFile.realPath(file.path)
    } catch {
      throw Diagnostic("'\(file.path)': \(error)", from: file.origin)
    }
    // Sorted, what lies in a folder comes after it.
    guard let holder = items.first(where: { FilePath.isInside(place, $0.path) }) else {
      return items.append(Item(path: place, source: source))
    }
    guard FilePath.isInside(source, holder.source) else {
      throw Diagnostic("'\(place)' is both \(source) and part of \(holder.source)", from: file.origin)
    }
  }
}

extension Reference {
  /// Whether it leads to another file when the recipe lies elsewhere.
  fileprivate var isRelative: Bool {
    guard case .recipe = origin else { return false }
    return !path.hasPrefix("/") && !path.hasPrefix(SourceReader.shippedPrefix)
  }
}
