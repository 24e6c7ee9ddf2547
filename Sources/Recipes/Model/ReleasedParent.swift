extension Appliance {
  /// A release that stands in the place of a recipe's parent: what is built on is what was released, whatever its recipes say today.
  public struct Base: Hashable, Sendable, Codable {
    /// The released appliance's.
    public var name: String
    public var version: String
    /// The channel that named it when this was planned; nil where the recipe names the version.
    public var channel: String?
    /// SHA-256 of the released build's manifest, which enters keys.
    public var manifest: String
    /// The keys of its layers, root first; never empty.
    public var layers: [String]
    /// So many recipes at the beginning of the chain are its own: their steps have been carried out.
    public var links: Int

    public init(
      name: String, version: String, channel: String? = nil, manifest: String, layers: [String], links: Int
    ) {
      self.name = name
      self.version = version
      self.channel = channel
      self.manifest = manifest
      self.layers = layers
      self.links = links
    }

    /// `web@1.4.0`
    public var release: String { "\(name)@\(version)" }
  }
}

/// A release that a recipe names as its parent, as whoever keeps releases knows it.
public struct ReleasedParent: Sendable {
  public var base: Appliance.Base
  /// As it was resolved when it was built.
  public var appliance: Appliance
  /// All that its recipes said.
  let values: Value

  /// - Parameters:
  ///   - appliance: with the values of its recipes.
  /// - Returns: nil where they are not known.
  public init?(_ base: Appliance.Base, _ appliance: Appliance) {
    guard let values = appliance.values, base.links == appliance.chain.count, !base.layers.isEmpty else {
      return nil
    }
    let release = base.release
    self.base = base
    self.appliance = appliance
    // What is written where may be another thing by now.
    self.values = values.setting("version", to: appliance.version).moved { origin in
      origin == .standard ? .standard : .release(release, at: "\(origin)")
    }
  }
}

/// Finds the release that a recipe names as its parent: by the appliance's name, and a version or a channel.
///
/// It throws why there is none, in words that follow the place in the recipe.
public typealias ReleaseLookup = (_ name: String, _ release: String) throws -> ReleasedParent

/// A recipe with its ancestors.
struct Lineage {
  /// Root first; where there is a release, the recipes that derive from it.
  let recipes: [RecipeFile]
  /// What the first of them derives from, where that is no recipe.
  let base: ReleasedParent?

  /// So many links of the chain come before the first recipe.
  var offset: Int { base?.base.links ?? 0 }

  /// The recipe that wrote a value; nil where that was one of the release's.
  func recipe(of value: Value) -> RecipeFile? { value.link < offset ? nil : recipes[value.link - offset] }
}

extension RecipeFile {
  /// The parent's name and version or channel, where it is a release.
  var releasedParent: (name: String, release: String)? {
    guard let parent, let at = parent.firstIndex(of: "@") else { return nil }
    return (String(parent[..<at]), String(parent[parent.index(after: at)...]))
  }
}
