public import Recipes

/// A layer as the plan wants it.
public struct PlannedLayer: Hashable, Sendable {
  public let key: LayerKey
  public let name: LayerName
  /// nil for an installed disk.
  public let parent: LayerKey?
  /// Everything that the key is made of, beside the parent's key.
  public let inputs: [Input]
  public let work: Work

  /// What must be done to make the layer.
  public enum Work: Hashable, Sendable {
    /// Run the installer.
    case install
    /// Run these steps on an overlay of the parent, then clean it.
    case provision([Step])
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
