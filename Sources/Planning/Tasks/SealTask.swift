/// An image to seal: the disks of its last layer, flattened and compressed; and described, where it has no further formats.
public struct SealTask: TaskContent {
  public let image: PlannedImage
  public let reason: SealReason

  public init(image: PlannedImage, reason: SealReason) {
    self.image = image
    self.reason = reason
  }

  public var why: String { "\(reason)" }
  /// File systems are written anew in libguestfs' appliance.
  public var demand: Demand { Demand(memory: isRewritten ? 1536 << 20 : 256 << 20) }
  public var subject: String { "\(image.appliance.name) image" }
  public var usualSeconds: Double { isRewritten ? 120 : 10 }
  public var logName: String { "\(image.appliance.name)-seal" }
  public var firstPhase: String? { "sealing" }

  private var isRewritten: Bool { image.appliance.seal == .rewritten }
}

extension PlannedImage {
  /// What the sealing of this image is called.
  public var jobName: JobName { JobName(kind: .image, key: key, label: stem) }
}
