/// A layer to make: a root, or steps on an overlay of its parent.
public struct LayerTask: TaskContent {
  public let image: PlannedImage
  public let layer: PlannedLayer
  public let reason: Reason

  public init(image: PlannedImage, layer: PlannedLayer, reason: Reason) {
    self.image = image
    self.layer = layer
    self.reason = reason
  }

  public var why: String { "\(reason)" }

  public var demand: Demand {
    // What boots no installer runs in libguestfs' appliance alone.
    guard layer.parent == nil, let program = image.appliance.installer.program else {
      return Demand(memory: 1536 << 20)
    }
    return Demand(memory: program.memory + (256 << 20))
  }

  public var subject: String { "\(layer.name.recipe) \(part)" }

  public var usualSeconds: Double {
    if layer.parent != nil { return 60 }
    return image.appliance.installer.program != nil ? 900 : 120
  }

  public var logName: String { "\(layer.name.recipe)-\(part)" }
  public var firstPhase: String? { nil }

  private var part: String { layer.name.isInstall ? "install" : "provision" }
}
