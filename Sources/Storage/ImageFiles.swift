import Files
import Foundation
import JSON
import Planning
import Recipes

/// An image's files in the output folder.
public struct ImageFiles: Sendable {
  public let folder: String
  public let image: PlannedImage

  public init(folder: String, image: PlannedImage) {
    self.folder = folder
    self.image = image
  }

  public var disk: String { "\(folder)/\(image.stem).qcow2" }
  public var descriptor: String { "\(folder)/\(image.stem).json" }
  public var checksums: String { "\(folder)/SHA256SUMS" }

  /// Where a disk goes: the system's under the image's name, a further one under its own beside that.
  public func path(of disk: Hardware.Disk) -> String {
    disk == image.appliance.hardware.systemDisk ? self.disk : "\(folder)/\(image.stem)-\(disk.name).qcow2"
  }

  /// What the image's descriptor says; nil where there is none that can be read.
  public var described: Descriptor? {
    (try? PlainFile.contents(descriptor)).flatMap { $0 }.flatMap {
      try? decodeJSON(Descriptor.self, from: $0)
    }
  }

  /// Whether the image asked for is there: the descriptor has its key, and each disk the size that it says.
  public var state: Inventory.ImageState {
    guard let described else { return .absent }
    guard described.kiln.key == image.key else { return .other(described) }
    let isWhole = described.disks.compactMap(\.file).allSatisfy {
      FileSystem.size(of: "\(folder)/\($0.path)") == $0.size
    }
    return isWhole ? .current : .incomplete
  }
}
