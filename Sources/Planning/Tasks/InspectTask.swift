/// A sealed image to look into: what is in it, and what was left in it.
public struct InspectTask: TaskContent {
  public let image: PlannedImage

  public init(image: PlannedImage) {
    self.image = image
  }

  public var why: String { "what is in it, and what was left in it" }
  public var demand: Demand { Demand(memory: 1536 << 20) }
  public var subject: String { "\(image.appliance.name) inspection" }
  public var usualSeconds: Double { 60 }
  public var logName: String { "\(image.appliance.name)-inspect" }
  public var firstPhase: String? { "inspecting" }
}

extension PlannedImage {
  /// What the inspection of this image is called.
  public var inspectionName: JobName {
    JobName(kind: .inspection, key: key, label: "inspection of \(stem)")
  }
}
