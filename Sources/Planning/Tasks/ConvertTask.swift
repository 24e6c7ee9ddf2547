import Images
import Recipes

/// A further format of an image to make from its sealed disks.
public struct ConvertTask: TaskContent {
  public let image: PlannedImage
  public let format: ImageFormat

  public init(image: PlannedImage, format: ImageFormat) {
    self.image = image
    self.format = format
  }

  public var why: String { "one of its formats" }
  public var demand: Demand { Demand(memory: 256 << 20) }
  public var subject: String { "\(image.appliance.name) \(format.rawValue)" }
  public var usualSeconds: Double { 30 }
  public var logName: String { "\(image.appliance.name)-\(format.rawValue)" }
  public var firstPhase: String? { "converting" }
}

extension PlannedImage {
  /// What the making of its files of a format is called; of its sealed disks, for qcow2.
  func partName(_ format: ImageFormat) -> JobName {
    JobName(
      kind: .part, key: key, label: format == .qcow2 ? "disks of \(stem)" : "\(stem) as \(format.rawValue)")
  }
}
