public import Diagnostics

/// The recipes of a user's folders and of Kiln itself, read and checked one by one.
public struct Library: Sendable {
  /// By name; shipped ones that a user's recipe shadows are left out.
  public let recipes: [RecipeFile]
  /// What kept files from being found by a name: unreadable, not YAML, nameless, or a name given twice.
  public let diagnostics: [Diagnostic]

  let schema: RecipeSchema
  private let index: [String: Int]
  private let releases: DistributionIndex
  private let clashes: [String: [Diagnostic]]
  /// The folder that `kiln:` paths start from.
  let shipped: RecipeFolder?

  /// Reads every recipe.
  ///
  /// - Parameters:
  ///   - folders: the user's recipe folders, each also the limit that its recipes' files must not leave.
  ///   - shipped: the folder that holds `distributions`, `examples`, `kickstart` and `provisioners`.
  ///   - provisioners: the kinds that recipes may use.
  public init(folders: [String], shipped: String?, provisioners: ProvisionerRegistry) {
    schema = RecipeSchema(provisioners)
    var scan = RecipeScan(schema)
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
    let systems = ranked.recipes.compactMap { recipe in recipe.system.map { (recipe.name, $0) } }
    releases = DistributionIndex(Dictionary(uniqueKeysWithValues: systems))
    clashes = ranked.clashes
    diagnostics = Diagnostics(faults + scan.diagnostics + ranked.clashes.values.joined())?.list ?? []
    self.shipped = root
  }

  /// The recipe that a name stands for: the one of exactly this name, a user's before a shipped one; else, for a
  /// distribution's name with or without the beginning of a release, the highest release that fits.
  public subscript(name: String) -> RecipeFile? { try? recipe(named: name) }

  /// Finds a recipe as the subscript does, or tells why there is none.
  func recipe(named name: String) throws(UnknownName) -> RecipeFile {
    if let exact = index[name] { return recipes[exact] }
    guard let match = try releases.recipe(for: name), let found = index[match] else {
      throw UnknownName.name(name)
    }
    return recipes[found]
  }

  /// The recipe in a file; or, for a folder, the one in it, or of several the one called as the folder is.
  ///
  /// - Parameter path: as a user types it.
  /// - Returns: nil where none was found there.
  public func recipe(at path: String) -> RecipeFile? {
    guard let real = try? HostFile.realPath(path) else { return nil }
    let isFolder = (try? HostFile.status(real).kind) == .folder
    let found = recipes.filter { recipe in
      guard let file = try? HostFile.realPath(recipe.file) else { return false }
      return file == real || isFolder && FilePath.folder(of: file) == real
    }
    let name = real.split(separator: "/").last.map(String.init) ?? ""
    return found.count == 1
      ? found[0] : found.first { $0.name == name || $0.file.hasSuffix("/\(name).yaml") }
  }

  /// What kept the files from being found that a user may mean by a name or a path: those at the path, or called so, or in a
  /// folder called so.
  public func diagnostics(of written: String) -> [Diagnostic] {
    let path = Self.isPath(written) ? try? HostFile.realPath(written) : nil
    return diagnostics.filter { fault in
      guard let file = fault.location?.file else { return false }
      if let path {
        guard let real = try? HostFile.realPath(file) else { return false }
        return real == path || FilePath.folder(of: real) == path
      }
      return file == "\(written).yaml" || file.hasSuffix("/\(written).yaml")
        || "/\(FilePath.folder(of: file))".hasSuffix("/\(written)")
    }
  }

  /// A text with `shipped:` in place of the folder of what is shipped, for people.
  public func shortened(_ text: String) -> String {
    guard let shipped else { return text }
    let folder = shipped.path.hasSuffix("/") ? shipped.path : shipped.path + "/"
    return folder == "/" ? text : text.replacing(folder, with: "shipped:")
  }

  /// The recipe of a file or folder where that counts for nothing, since another has its name: that other one.
  public func namesake(ofRecipeAt path: String) -> RecipeFile? {
    guard let real = try? HostFile.realPath(path) else { return nil }
    let names = clashes.filter { _, clash in
      clash.contains { fault in
        guard let place = fault.location?.file, let file = try? HostFile.realPath(place) else { return false }
        return file == real || FilePath.folder(of: file) == real
      }
    }
    return names.count == 1 ? names.keys.first.flatMap { index[$0] }.map { recipes[$0] } : nil
  }

  /// Whether what a user types for a recipe is a path, not a name.
  public static func isPath(_ text: String) -> Bool {
    text.contains("/") || text.hasSuffix(".yaml") || text == "." || text == ".."
  }

  /// The folder in which a path's recipe is looked for; nil where there is nothing at the path.
  public static func folder(ofPath path: String) -> String? {
    guard let status = try? HostFile.status(path) else { return nil }
    if status.kind == .folder { return FilePath.normal(path) }
    return path.hasSuffix(".yaml") ? FilePath.folder(of: FilePath.normal(path)) : nil
  }

  /// The message of a name that stands for no recipe, with what may have been meant.
  func explanation(of fault: UnknownName) -> String {
    let names = recipes.map(\.name)
    switch fault {
    case .name(let name):
      // It may be in one of the files that could not be read.
      let among = diagnostics.isEmpty ? "" : " in the files that could be read"
      return "\(fault)\(among)\(didYouMean(name, among: names))"
    case .malformedVersion(let text, let distribution):
      return "\(fault)\(didYouMean("\(distribution)-\(text)", among: names))"
    case .noRelease: return "\(fault)"
    }
  }

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

extension Library {
  /// The recipes without a parent, by distribution and release, 8 before 10; what has no such release comes last.
  public var distributions: [RecipeFile] {
    let found = recipes.filter { $0.parent == nil }.map { recipe in
      (recipe: recipe, release: recipe.system.flatMap { ReleaseNumber($0.release) })
    }
    return found.sorted { left, right in
      let names = (left.recipe.system?.distribution ?? "", right.recipe.system?.distribution ?? "")
      guard names.0 == names.1 else { return names.0 < names.1 }
      switch (left.release, right.release) {
      case (let one?, let other?) where one != other: return one < other
      case (_?, nil): return true
      case (nil, _?): return false
      default: return left.recipe.name < right.recipe.name
      }
    }.map(\.recipe)
  }
}

/// A folder in which recipes are looked for, and beyond which their files must not lie.
struct RecipeFolder: Hashable, Sendable {
  /// Who put the recipes there; a user's shadow shipped ones of the same name.
  enum Rank: Hashable, Sendable {
    case user, shipped
  }

  /// As the user would type it.
  let path: String
  /// Absolute, with links followed.
  let realPath: String
  let rank: Rank

  init(_ path: String, rank: Rank) throws(HostFile.Failure) {
    self.path = path
    self.rank = rank
    realPath = try HostFile.realPath(path)
  }
}
