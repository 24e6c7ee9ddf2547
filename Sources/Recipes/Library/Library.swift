/// The recipes of a user's folders and of Kiln itself, read and checked one by one.
public struct Library: Sendable {
  /// By name; shipped ones that a user's recipe shadows are left out.
  public let recipes: [RecipeFile]
  /// What kept files from being found by a name: unreadable, not YAML, nameless, or a name given twice.
  public let diagnostics: [Diagnostic]

  private let index: [String: Int]
  private let clashes: [String: [Diagnostic]]
  /// The folder that `kiln:` paths start from.
  let shipped: RecipeFolder?

  /// Reads every recipe.
  ///
  /// - Parameters:
  ///   - folders: the user's recipe folders, each also the limit that its recipes' files must not leave.
  ///   - shipped: the folder that holds `distributions`, `examples`, `kickstart` and `provisioners`.
  public init(folders: [String], shipped: String?) {
    var scan = RecipeScan()
    var faults: [Diagnostic] = []
    func folder(_ path: String, _ rank: RecipeFolder.Rank) -> RecipeFolder? {
      do {
        return try RecipeFolder(path, rank: rank)
      } catch {
        faults.append(Diagnostic("\(path): cannot look for recipes: \(error)", at: nil))
        return nil
      }
    }
    let root = shipped.flatMap { folder($0, .shipped) }
    // First, so that a checkout of Kiln that is also the current folder keeps its recipes shipped.
    if let root {
      for name in ["distributions", "examples"] {
        scan.scan(only: FilePath.join(root.path, name), of: root)
      }
    }
    for path in folders {
      if let root = folder(path, .user) { scan.scan(root) }
    }
    let ranked = Ranking(scan.recipes)
    recipes = ranked.recipes
    index = Dictionary(uniqueKeysWithValues: ranked.recipes.enumerated().map { ($1.name, $0) })
    clashes = ranked.clashes
    diagnostics = Diagnostics(faults + scan.diagnostics + ranked.clashes.values.joined())?.list ?? []
    self.shipped = root
  }

  /// The recipe of a name: a user's, else a shipped one.
  public subscript(name: String) -> RecipeFile? { index[name].map { recipes[$0] } }

  /// What is wrong with a recipe's file by itself, its name included.
  func faults(of recipe: RecipeFile) -> [Diagnostic] {
    recipe.diagnostics + clashes[recipe.name, default: []]
  }
}

/// Which recipe a name stands for.
private struct Ranking {
  private(set) var recipes: [RecipeFile]
  private(set) var clashes: [String: [Diagnostic]] = [:]

  init(_ found: [RecipeFile]) {
    var chosen: [String: RecipeFile] = [:]
    for recipe in found {
      guard let other = chosen[recipe.name] else {
        chosen[recipe.name] = recipe
        continue
      }
      if other.isShipped == recipe.isShipped {
        let clash = Diagnostic(
          "a recipe named '\(recipe.name)' is also at \(other.location)", at: recipe.location)
        clashes[recipe.name, default: []].append(clash)
      } else if other.isShipped {
        chosen[recipe.name] = recipe
        clashes[recipe.name] = nil
      }
    }
    recipes = chosen.values.sorted { $0.name < $1.name }
  }
}
