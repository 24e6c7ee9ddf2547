public import Diagnostics
import YAML

/// Turns recipes into appliances: chain, merging, precedence, checks and the digests of the files they name.
///
/// What recipes share is read, merged and digested once, so keep one resolver for all recipes of a run.
public final class Resolver {
  private let library: Library
  private let site: SiteFile?
  private let overrides: [Override]
  private let hostMirrors: [String: Sourced<String>]
  private let epoch: Int64?
  private let sources: SourceReader
  private let schema: RecipeSchema
  private var merged: [String: Merged] = [:]
  private var doubts: [String: [Diagnostic]] = [:]
  private let names: KnownNames
  private var ownInstallations: [String: [Sourced<String>]] = [:]
  private let releases: ReleaseLookup?
  private var parents: [String: ReleasedParent] = [:]

  /// A recipe laid over its ancestors, and what is wrong with them and with it.
  private struct Merged {
    let value: Value
    let diagnostics: [Diagnostic]
  }

  /// - Parameters:
  ///   - overrides: in the order given; a later one wins.
  ///   - hostMirrors: by distribution, the archive that the host itself is set up with, for builds only.
  ///   - releases: finds those that recipes derive from; nil where none are kept.
  ///   - epoch: the environment's `SOURCE_DATE_EPOCH`, in seconds since 1970.
  public init(
    _ library: Library,
    site: SiteFile? = nil,
    overrides: [Override] = [],
    hostMirrors: [String: Sourced<String>] = [:],
    releases: ReleaseLookup? = nil,
    epoch: Int64? = nil
  ) {
    self.releases = releases
    self.library = library
    self.site = site
    self.overrides = overrides
    self.hostMirrors = hostMirrors
    self.epoch = epoch
    sources = SourceReader(shipped: library.shipped)
    schema = library.schema
    names = KnownNames(shipped: library.shipped)
  }

  /// Resolves one recipe, or tells everything that is wrong with it and its ancestors.
  public func resolve(_ name: String) -> Result<Appliance, Diagnostics> {
    do {
      return .success(try resolved(name).appliance)
    } catch {
      return .failure(error)
    }
  }

  /// Tells where every value of one recipe comes from.
  public func explain(_ name: String) -> Result<Explanation, Diagnostics> {
    do {
      let resolved = try resolved(name)
      return .success(Explanation(resolved.appliance, resolved.value, schema))
    } catch {
      return .failure(error)
    }
  }

  /// Lists the files that one recipe and its ancestors are made of.
  public func files(of name: String) -> Result<RecipeFiles, Diagnostics> {
    do {
      let chain = try resolved(name).chain
      var references: [Reference] = []
      // One by one: a child may have taken out what its parent still names.
      for recipe in chain { references += try resolved(recipe.name).references }
      return .success(try RecipeFiles(of: chain, naming: references))
    } catch {
      return .failure(error)
    }
  }

  /// A recipe with all that was found while it was resolved.
  private struct Resolved {
    let appliance: Appliance
    let chain: [RecipeFile]
    let value: Value
    let references: [Reference]
  }

  private func resolved(_ name: String) throws(Diagnostics) -> Resolved {
    let recipe = try find(name)
    let chain: [RecipeFile]
    let lineage: Lineage
    do {
      chain = try Chain.resolve(recipe, in: library)
      lineage = Lineage(recipes: chain, base: try parent(of: chain[0]))
    } catch {
      throw Diagnostics(error.list + library.faults(of: recipe)) ?? error
    }
    let merged = merge(lineage)
    var faults = merged.diagnostics
    let value = Standards.fill(override(merged.value, lineage, &faults), schema.recipe)
    var completeness = Completeness()
    completeness.check(members: value, schema.recipe)
    faults += completeness.diagnostics
    if faults.isEmpty { faults += MediaRules(value).diagnostics }
    let settings = split(value, of: lineage)
    if lineage.base == nil { ownInstallations[name] = own(settings.root, value, of: chain) }
    if faults.isEmpty, let base = lineage.base {
      faults = ReleasedParentRules(base, lineage, schema).faults(of: value, settings.root)
    }
    var reader = ApplianceReader(
      value, settings: settings, lineage: lineage, sources: sources, provisioners: schema.provisioners,
      hostMirrors: hostMirrors, siteSnapshots: site?.snapshots ?? [:],
      siteOVASigning: site?.ovaSigning, epoch: epoch,
      isWellFormed: faults.isEmpty)
    let appliance = reader.appliance()
    if faults.isEmpty {
      var consistency = Consistency(appliance, users: User.list(value["install"] ?? .nothing), of: recipe)
      consistency.check()
      faults = consistency.diagnostics
    }
    if let found = Diagnostics(faults + reader.diagnostics) { throw found }
    doubts[name] =
      Diagnostics(reader.doubts + names.doubts(of: value) + AuthorizedKeyDoubts.doubts(of: value))?.list ?? []
    return Resolved(appliance: appliance, chain: chain, value: value, references: reader.references)
  }

  /// What is probably wrong with a recipe that was resolved, and yet may be meant so.
  public func doubts(of name: String) -> [Diagnostic] { doubts[name, default: []] }

  /// The release that a recipe names as its parent; nil where it names none.
  private func parent(of recipe: RecipeFile) throws(Diagnostics) -> ReleasedParent? {
    guard let parent = recipe.parent, let (name, release) = recipe.releasedParent else { return nil }
    if let known = parents[parent] { return known }
    do {
      guard let releases else { throw NoReleases() }
      let found = try releases(name, release)
      parents[parent] = found
      return found
    } catch {
      throw Diagnostics(Diagnostic("parent '\(parent)': \(error)", at: recipe.parentLocation))
    }
  }

  private struct NoReleases: Error, CustomStringConvertible {
    let description = "releases are in a store, and none is looked into here"
  }

  /// `install`, parted by who carries it out.
  private func split(_ value: Value, of lineage: Lineage) -> SettingsSplit {
    var states = [Value](repeating: lineage.base?.values["install"] ?? .nothing, count: lineage.offset)
    states += lineage.recipes.dropLast().map { recipe in
      Standards.fill(merged[recipe.name]?.value["install"] ?? .nothing, RecipeSchema.install)
    }
    states.append(value["install"] ?? .nothing)
    let isImage = value["installer"]?.string("kind") == Installer.Kind.image.rawValue
    return SettingsSplit(states, schema.provisioners.installKeys, keepsItsOwn: isImage)
  }

  /// What derived recipes set that their root must be installed with, so that it is another than its own recipe's.
  private func own(_ install: Value, _ value: Value, of chain: [RecipeFile]) -> [Sourced<String>] {
    guard chain.count > 1, let root = merged[chain[0].name].map({ Standards.fill($0.value, schema.recipe) })
    else { return [] }
    let installed = SettingsSplit(
      [root["install"] ?? .nothing], schema.provisioners.installKeys, keepsItsOwn: false
    ).root
    return install.differences(from: installed, "install")
      + ["disks", "firmware"].flatMap { key in
        value["hardware"]?[key]?.differences(from: root["hardware"]?[key], "hardware.\(key)") ?? []
      }
  }

  /// What a recipe and its ancestors set that needs an installation of their own, by key; empty where it shares that of its
  /// distribution, and before it was resolved.
  public func ownInstallation(of name: String) -> [Sourced<String>] { ownInstallations[name, default: []] }

  private func find(_ name: String) throws(Diagnostics) -> RecipeFile {
    do {
      return try library.recipe(named: name)
    } catch {
      throw Diagnostics(Diagnostic(library.explanation(of: error), at: nil))
    }
  }

  /// Lays each recipe of a chain over its parent, root first, starting from the nearest ancestor already merged, or from a release.
  private func merge(_ lineage: Lineage) -> Merged {
    let chain = lineage.recipes
    let known = chain.lastIndex { merged[$0.name] != nil }
    var current =
      known.flatMap { merged[chain[$0].name] }
      ?? lineage.base.map { Merged(value: $0.values, diagnostics: []) }
    for link in chain.indices.dropFirst(known.map { $0 + 1 } ?? 0) {
      let next = merge(chain[link], over: current, link: lineage.offset + link)
      merged[chain[link].name] = next
      current = next
    }
    return current ?? Merged(value: .nothing, diagnostics: [])
  }

  private func merge(_ recipe: RecipeFile, over parent: Merged?, link: Int) -> Merged {
    var merger = Merger(.recipe, link: link)
    let value = merger.merge(recipe.node, over: parent?.value.inheritable, .record(schema.recipe))
    let faults = (parent?.diagnostics ?? []) + library.faults(of: recipe) + merger.diagnostics
    guard parent == nil, let settings = site?.settings(for: value["os"]?["distribution"]?.text) else {
      return Merged(value: value, diagnostics: faults)
    }
    // The site comes right after the distribution, so that derived recipes override it.
    var siteMerger = Merger(.site, link: link)
    let settled = siteMerger.merge(settings, over: value, .record(schema.recipe))
    return Merged(value: settled, diagnostics: faults + siteMerger.diagnostics)
  }

  private func override(_ value: Value, _ lineage: Lineage, _ faults: inout [Diagnostic]) -> Value {
    overrides.reduce(value) { value, flag in
      var merger = Merger(.flag(flag.text), link: lineage.offset + lineage.recipes.count - 1)
      let next = flag.merge(over: value, schema.recipe, with: &merger)
      faults += merger.diagnostics
      return next
    }
  }
}

extension Value {
  /// Without what belongs to a recipe alone.
  fileprivate var inheritable: Value {
    guard var members else { return self }
    members.remove(RecipeSchema.own)
    return Value(content: .map(members), origin: origin, link: link)
  }
}
