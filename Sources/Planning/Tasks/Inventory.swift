import Images

/// What is there already, as far as a plan asks.
public struct Inventory {
  /// The layers that the store has.
  public var layers: Set<LayerKey>
  /// What an appliance's layers were made of last time; asked only for appliances that miss a layer.
  public var previousLayers: (_ appliance: String) -> [LayerRecord]
  /// What is there of an image.
  public var image: (PlannedImage) -> ImageState
  /// Whether the image that is there has been booted well.
  public var isBootTested: (PlannedImage) -> Bool

  public init(
    layers: Set<LayerKey> = [],
    previousLayers: @escaping (_ appliance: String) -> [LayerRecord] = { _ in [] },
    image: @escaping (PlannedImage) -> ImageState = { _ in .absent },
    isBootTested: @escaping (PlannedImage) -> Bool = { _ in false }
  ) {
    self.layers = layers
    self.previousLayers = previousLayers
    self.image = image
    self.isBootTested = isBootTested
  }

  /// What there is of an image's name and version.
  public enum ImageState: Hashable, Sendable {
    case absent
    /// As planned, and whole.
    case current
    /// As planned, but files of it are missing or of another size.
    case incomplete
    /// Made of other inputs.
    case other(Descriptor)
  }
}
