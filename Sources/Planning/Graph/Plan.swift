public import AnswerFiles
import Images
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
