import Images
public import Recipes

/// A layer as the plan wants it.
public struct PlannedLayer: Hashable, Sendable, Codable {
  public let key: LayerKey
  public let name: LayerName
  /// Everything that the key is made of, beside the parent's key.
  public let inputs: [Input]
  public let work: Work
  /// Why it is another layer than its steps alone make; nil for most.
  public let refresh: Refresh?
  /// Whether all packages are brought to the newest versions that the archives have, before its steps.
  public let upgrades: Bool

  /// - Parameters:
  ///   - refresh: nil for an installed disk.
  ///   - upgrades: whether it upgrades all packages even without a refresh. Follows from what the parent is, so the key has it.
  init(name: LayerName, inputs: [Input], work: Work, refresh: Refresh? = nil, upgrades: Bool = false) {
    self.name = name
    self.work = work
    self.refresh = refresh
    self.upgrades = upgrades || refresh != nil
    self.inputs = inputs + [refresh?.input].compactMap(\.self)
    let parent: LayerKey? = if case .provision(_, let parent) = work { parent } else { nil }
    key = CanonicalEncoding.key(parent: parent, inputs: self.inputs)
  }

  /// Whether its key follows from what it is made of: one that was read may say anything.
  public var isKeyed: Bool { key == CanonicalEncoding.key(parent: parent, inputs: inputs) }

  /// nil for an installed disk.
  public var parent: LayerKey? {
    if case .provision(_, let parent) = work { parent } else { nil }
  }

  /// Where a refresh of it counts; nil for an installed disk, which is never refreshed.
  public var place: LayerPlace? {
    parent.map { LayerPlace(parent: $0, recipe: name.recipe) }
  }

  /// What must be done to make the layer.
  public enum Work: Hashable, Sendable, Codable {
    /// Run the installer.
    case install
    /// Run these steps on an overlay of the parent, then clean it.
    case provision([Step], on: LayerKey)
  }
}

/// What a layer is called: the recipe that it belongs to, and its part there.
///
/// A distribution has two: the installed disk, and the same provisioned; so a change to a provisioner does not
/// run the installer again.
public struct LayerName: Hashable, Sendable, Codable, CustomStringConvertible {
  public let recipe: String
  public let isInstall: Bool

  public init(recipe: String, isInstall: Bool) {
    self.recipe = recipe
    self.isInstall = isInstall
  }

  public var description: String { isInstall ? "\(recipe) (installed)" : recipe }
}
