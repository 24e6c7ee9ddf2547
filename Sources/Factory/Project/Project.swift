import AnswerFiles
import Diagnostics
import Files
import Media
import Planning
import Provisioners
import Recipes
import Storage

/// Recipes, what a site adds to them, and the store that they are built in: what every use case begins with.
public struct Project {
  public let library: Library
  public let resolver: Resolver
  public let store: Store
  let site: SiteFile?
  /// The folder of the shipped recipes.
  let shipped: String
  /// Whether the command line changes values of recipes.
  let hasOverrides: Bool
  /// Where the host's own apt gets security updates.
  let securityMirror: String?
  /// Where secrets are looked for, beside files.
  let environment: [String: String]

  /// Where recipes are, and what changes them.
  public struct Sources: Sendable {
    /// Folders of the user's recipes, the first one first.
    public var folders: [String]
    /// The folder of the shipped recipes.
    public var shipped: String
    /// The path of the site file.
    public var site: String?
    /// As on the command line, such as `install.timezone=UTC`.
    public var overrides: [String]

    public init(folders: [String], shipped: String, site: String? = nil, overrides: [String] = []) {
      self.folders = folders
      self.shipped = shipped
      self.site = site
      self.overrides = overrides
    }
  }

  /// Reads every recipe; what is wrong with one is for whoever asks for that.
  ///
  /// - Throws: what is wrong with the site file or an override.
  public init(_ sources: Sources, store: Store, environment: [String: String]) throws {
    self.store = store
    self.environment = environment
    shipped = sources.shipped
    hasOverrides = !sources.overrides.isEmpty
    library = Library(folders: sources.folders, shipped: sources.shipped, provisioners: .all)
    site = try sources.site.map { try SiteFile(path: $0) }
    let overrides = try sources.overrides.map { try Override($0, provisioners: .all) }
    let host = HostMirror.read()
    securityMirror = host?.security?.url
    var mirrors: [String: Sourced<String>] = [:]
    if let host {
      mirrors[host.distribution] = Sourced(host.archive.url, from: .host("apt (\(host.archive.file))"))
    }
    resolver = Resolver(
      library, site: site, overrides: overrides, hostMirrors: mirrors, releases: Self.releases(of: store),
      epoch: try Self.epoch(environment))
  }

  /// The time that nothing is to be newer than, as those who package software say it.
  private static func epoch(_ environment: [String: String]) throws -> Int64? {
    guard let text = environment["SOURCE_DATE_EPOCH"], !text.isEmpty else { return nil }
    guard let seconds = Int64(text), (0...Int64(UInt32.max)).contains(seconds) else {
      throw Diagnostics(
        Diagnostic("SOURCE_DATE_EPOCH: must be a whole number of seconds since 1970, not '\(text)'", at: nil))
    }
    return seconds
  }

  /// What a value of `--set` that is being typed may become.
  public static func settings(completing typed: String) -> [(word: String, meaning: String)] {
    RecipeSchema(.all).settings(completing: typed)
  }

  /// All recipes found, sorted, but for those that cannot be planned; and what is wrong with these.
  public func soundNames() -> (names: [String], faults: [Diagnostic]) {
    var faults: [Diagnostic] = []
    let names = library.recipes.map(\.name).sorted().filter { name in
      let found = findings(of: name).problems
      faults += found
      return found.isEmpty
    }
    return (names, Diagnostics(faults)?.list ?? [])
  }

  /// The name of the recipe that a user means by a name or a path.
  ///
  /// - Throws: that there is no recipe at a path, or what is wrong with the file that would be the one.
  public func name(of written: String) throws -> String {
    guard Library.isPath(written) else {
      guard library[written] == nil else { return written }
      try Self.check(library.diagnostics(of: written))
      if let path = Self.path(meantBy: written) {
        throw Diagnostics(
          Diagnostic("no recipe named '\(written)' (did you mean '\(path)'?)", at: nil))
      }
      return written
    }
    if let recipe = library.recipe(at: written) { return recipe.name }
    guard let folder = Library.folder(ofPath: written) else {
      throw Diagnostics(Diagnostic("\(written): no such file or folder", at: nil))
    }
    if let other = library.namesake(ofRecipeAt: written) {
      // A recipe in a folder of its own may use what stands beside that.
      let isOwn = !written.hasSuffix(".yaml") && folder.contains("/")
      let root = isOwn ? String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]) : folder
      throw Diagnostics(
        Diagnostic(
          "\(written): '\(other.name)' is also at \(other.location), and that one is taken; name this one with '\(other.name) --recipes \(root)'",
          at: nil))
    }
    try Self.check(library.diagnostics(of: written))
    throw Diagnostics(
      Diagnostic("\(written): no recipe is there, or several; name the file of one", at: nil))
  }

  /// A recipe's file, or a folder of recipes, that is called so and lies in the current folder.
  private static func path(meantBy name: String) -> String? {
    let paths = ["./\(name).yaml", "./\(name)/\(name).yaml", "./\(name)"]
    return paths.first { path in
      Library.folder(ofPath: path) != nil
        && (path.hasSuffix(".yaml") || FileSystem.entries(of: path).contains { $0.hasSuffix(".yaml") })
    }
  }

  /// Resolves all, or tells all that is wrong with any.
  public func resolve(_ names: [String]) throws -> [Appliance] {
    var found: [Diagnostic] = []
    let appliances = names.compactMap { name -> Appliance? in
      switch resolver.resolve(name) {
      case .success(let appliance): return appliance
      case .failure(let diagnostics):
        found += diagnostics.list
        return nil
      }
    }
    try Self.check(found)
    return appliances
  }

  private static func check(_ found: [Diagnostic]) throws {
    if let diagnostics = Diagnostics(found) { throw diagnostics }
  }

  /// What is wrong with recipes, or with the answer files that follow from them; with folders, too, where all are checked.
  ///
  /// - Parameter names: nil for all recipes found.
  /// - Returns: also what is not wrong, but should be known (``AnswerFile/warnings``).
  public func problems(
    of names: [String]?
  ) -> (checked: [String], problems: [Diagnostic], warnings: [Diagnostic]) {
    let checked = names ?? library.recipes.map(\.name).sorted()
    let found = checked.map(findings)
    let problems =
      (names == nil ? library.diagnostics : []) + found.flatMap(\.problems) + checked.flatMap(resolver.doubts)
    return (checked, Diagnostics(problems)?.list ?? [], Diagnostics(found.flatMap(\.warnings))?.list ?? [])
  }

  private func findings(of name: String) -> (problems: [Diagnostic], warnings: [Diagnostic]) {
    switch resolver.resolve(name) {
    case .failure(let diagnostics): return (diagnostics.list, [])
    case .success(let appliance):
      do {
        return ([], try Planner.plan([appliance]).images.flatMap(\.answers.warnings))
      } catch {
        return (error.list, [])
      }
    }
  }

  /// Whether images are made of more than recipes alone.
  var isChangedFromOutside: Bool { hasOverrides || site != nil }

  /// How long builds of images stay that nothing names.
  public var retention: BuildRetention.Limits { BuildRetention.Limits(site?.imageRetention) }
}
