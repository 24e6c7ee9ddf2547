/// An image whose files are all made, to describe and enter into the store.
public struct PublishTask: TaskContent {
  public let image: PlannedImage
  public let reason: SealReason

  public init(image: PlannedImage, reason: SealReason) {
    self.image = image
    self.reason = reason
  }

  public var why: String { "\(reason)" }
  public var demand: Demand { Demand(memory: 64 << 20) }
  public var subject: String { "\(image.appliance.name) publication" }
  public var usualSeconds: Double { 1 }
  public var logName: String { "\(image.appliance.name)-publish" }
  public var firstPhase: String? { "publishing" }
}
