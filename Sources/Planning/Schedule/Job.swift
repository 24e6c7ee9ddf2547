/// One unit of work: a layer to make, or an image to seal. Its result is in the store, or in the output folder.
public struct Job: Sendable {
  public let name: JobName
  /// The image that it belongs to, of those that want it.
  public let image: PlannedImage
  public let work: Work
  /// The jobs that must end well before it.
  public let needs: [JobName]

  /// What is to be done.
  public enum Work: Sendable {
    case layer(PlannedLayer, Reason)
    case seal
  }

  /// What it takes of a host: processors that are busy throughout, and its guest's memory.
  public var demand: Demand {
    switch work {
    case .seal: Demand(memory: 256 << 20)
    case .layer(let layer, _) where layer.parent != nil: Demand(memory: 1536 << 20)
    case .layer: Demand(memory: image.appliance.installer.memory + (256 << 20))
    }
  }
}

/// What people and programs know a job by.
public struct JobName: Hashable, Sendable, Codable, CustomStringConvertible {
  /// `layer`, `image`, or `check` for the boot of an image.
  public let kind: Kind
  /// The layer's key, or the image's.
  public let key: LayerKey
  /// Such as `debian-13 (installed)`, or `web-1.2.0`; no two of a plan are alike.
  public let label: String

  public enum Kind: String, Sendable, Codable {
    case layer, image, check
  }

  public init(kind: Kind, key: LayerKey, label: String) {
    self.kind = kind
    self.key = key
    self.label = label
  }

  public var description: String { label }
}
