/// Why an image is sealed.
public enum SealReason: Hashable, Sendable, Codable, CustomStringConvertible {
  /// There is no image of its name and version.
  case absent
  /// Files of it are missing, or not what they were.
  case incomplete
  /// The layer that it is sealed from is another one.
  case layerRebuilt(LayerName)
  /// What its descriptor says differs.
  case changed([Change])

  public var description: String {
    switch self {
    case .absent: "not there yet"
    case .incomplete: "files of it are missing"
    case .layerRebuilt(let layer): "its layer \(layer) is rebuilt"
    case .changed([]): "described otherwise"
    case .changed(let changes): changes.map(\.description).joined(separator: "; ")
    }
  }

  /// - Parameters:
  ///   - image: as planned.
  ///   - leaf: the layer that it is sealed from.
  ///   - isRebuilt: whether that is made anew.
  ///   - state: what is there of it.
  init(_ image: PlannedImage, leaf: PlannedLayer, isRebuilt: Bool, found state: Inventory.ImageState) {
    switch state {
    case .absent: self = .absent
    case _ where isRebuilt: self = .layerRebuilt(leaf.name)
    case .current, .incomplete: self = .incomplete
    case .other(let old) where old.kiln.chain.last?.key != image.leaf: self = .layerRebuilt(leaf.name)
    case .other(let old):
      self = .changed(DescribedInputs.changes(from: old, to: image.appliance))
    }
  }
}
