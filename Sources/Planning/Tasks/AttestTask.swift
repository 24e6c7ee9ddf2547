/// An image to write signed statements of: where it comes from, what is in it, and how it was tested.
public struct AttestTask: TaskContent {
  public let image: PlannedImage

  public init(image: PlannedImage) {
    self.image = image
  }

  public var why: String { "signed statements of what is known of it" }
  public var demand: Demand { Demand(memory: 64 << 20) }
  public var subject: String { "\(image.appliance.name) attestation" }
  public var usualSeconds: Double { 1 }
  public var logName: String { "\(image.appliance.name)-attest" }
  public var firstPhase: String? { "attesting" }
}

extension PlannedImage {
  /// What the attestation of this image is called.
  public var attestationName: JobName {
    JobName(kind: .attestation, key: key, label: "attestation of \(stem)")
  }
}
