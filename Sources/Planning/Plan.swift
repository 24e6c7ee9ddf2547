public import AnswerFiles
public import Images
public import Recipes

/// What must be there, and how each part is made; nothing about what is there already.
public struct Plan: Sendable {
  /// Parents before their children, each key once.
  public internal(set) var layers: [PlannedLayer] = []
  /// In the order asked for.
  public internal(set) var images: [PlannedImage] = []

  private var indexes: [LayerKey: Int] = [:]

  /// The layer of this key; nil where the plan has none.
  public func layer(_ key: LayerKey) -> PlannedLayer? {
    indexes[key].map { layers[$0] }
  }

  /// The layers and images whose keys are not known as long as secrets have no value, with the names of those secrets.
  public func keysDepending(on unset: Set<SecretSource>) -> [LayerKey: [String]] {
    var names: [LayerKey: [String]] = [:]
    guard !unset.isEmpty else { return names }
    for image in images {
      let secrets = Set(image.appliance.secrets.filter { unset.contains($0.value) }.keys)
      var found: Set<String> = []
      for layer in image.layers.compactMap(layer) {
        found.formUnion(layer.steps.flatMap { $0.action.secrets }.filter(secrets.contains))
        if !found.isEmpty { names[layer.key] = found.sorted() }
      }
      names[image.key] = names[image.leaf]
    }
    return names
  }

  /// Adds a layer unless another appliance has already asked for it.
  mutating func add(_ layer: PlannedLayer) {
    guard indexes[layer.key] == nil else { return }
    indexes[layer.key] = layers.count
    layers.append(layer)
  }
}

/// One appliance of a plan.
public struct PlannedImage: Hashable, Sendable, Codable {
  public let appliance: Appliance
  public let answers: AnswerFile
  /// Its layers, root first; never empty.
  public let layers: [LayerKey]
  /// Names the image: its last layer, and what the descriptor says of it.
  public let key: LayerKey

  /// The layer that the image is sealed from.
  public var leaf: LayerKey { layers[layers.count - 1] }

  /// `NAME-VERSION`, the stem of its files.
  public var stem: String { "\(appliance.name)-\(appliance.version)" }
}

/// A layer as the plan wants it.
public struct PlannedLayer: Hashable, Sendable, Codable {
  public let key: LayerKey
  public let name: LayerName
  public private(set) var content: LayerContent
  /// What it is made of, as people call it: what differs from last time is told by these.
  public let inputs: [Input]

  init(name: LayerName, _ content: LayerContent, inputs: [Input]) {
    self.name = name
    self.content = content
    self.inputs = inputs + [content.refresh?.input].compactMap(\.self)
    key = LayerKey(content)
  }

  /// Whether its key follows from what it is made of: one that was read may say anything.
  public var isKeyed: Bool { key == LayerKey(content) }

  public var work: LayerContent.Work { content.work }
  public var refresh: Refresh? { content.refresh }
  public var upgrades: Bool { content.upgrades }

  /// nil for an installed disk.
  public var parent: LayerKey? {
    if case .provision(let provision) = work { provision.parent } else { nil }
  }

  /// Empty for an installed disk.
  public var steps: [Step] {
    if case .provision(let provision) = work { provision.steps } else { [] }
  }

  /// The same, with the files of this host that its steps read found elsewhere; which is no matter for its key.
  ///
  /// - Parameter place: the path at which a source is to be read.
  public func reading(_ place: (Source) -> String) -> PlannedLayer {
    guard case .provision(var provision) = work else { return self }
    provision.steps = provision.steps.map { Step($0.action.reading(place), from: $0.origin) }
    var layer = self
    layer.content.work = .provision(provision)
    return layer
  }

  /// Where a refresh of it counts; nil for an installed disk, which is never refreshed.
  public var place: LayerPlace? {
    parent.map { LayerPlace(parent: $0, recipe: name.recipe) }
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
