public import Recipes

/// A layer as the plan wants it.
public struct PlannedLayer: Hashable, Sendable {
  public let key: LayerKey
  public let name: LayerName
  /// Everything that the key is made of, beside the parent's key.
  public let inputs: [Input]
  public let work: Work
  /// The key that it has while it is not refreshed.
  public let base: LayerKey
  /// Why it is another layer than the one of its base key; nil for most.
  public let refresh: Refresh?

  /// - Parameter refreshes: by base key.
  init(name: LayerName, inputs: [Input], work: Work, refreshes: [LayerKey: Refresh]) {
    self.name = name
    self.work = work
    let parent: LayerKey? = if case .provision(_, let parent) = work { parent } else { nil }
    base = CanonicalEncoding.key(parent: parent, inputs: inputs)
    refresh = refreshes[base]
    guard let refresh else {
      (self.inputs, key) = (inputs, base)
      return
    }
    self.inputs = inputs + [refresh.input]
    key = CanonicalEncoding.key(parent: parent, inputs: self.inputs)
  }

  /// nil for an installed disk.
  public var parent: LayerKey? {
    if case .provision(_, let parent) = work { parent } else { nil }
  }

  /// What must be done to make the layer.
  public enum Work: Hashable, Sendable {
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
