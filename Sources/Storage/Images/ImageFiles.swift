import Files
import Foundation
import Images
import JSON
import Planning
import Recipes

/// What stands in a folder under an image's name: a copy that was put there, or what an earlier version of Kiln made there.
public struct ImageFiles: Sendable {
  public let folder: String
  public let image: PlannedImage

  public init(folder: String, image: PlannedImage) {
    self.folder = folder
    self.image = image
  }

  public var descriptor: String { "\(folder)/\(image.descriptorName)" }

  /// The disk that the system is on.
  var systemDisk: String { "\(folder)/\(image.fileName(of: image.appliance.hardware.systemDisk))" }

  /// What the image's descriptor says; nil where there is none that can be read.
  public var described: Descriptor? {
    (try? PlainFile.contents(descriptor)).flatMap { $0 }.flatMap {
      try? decodeJSON(Descriptor.self, from: $0)
    }
  }
}

extension PlannedImage {
  /// What the descriptor's file is called.
  var descriptorName: String { "\(stem).json" }

  /// What a disk's file is called: the system's as the image, a further one with its own name after that.
  public func fileName(of disk: Hardware.Disk) -> String {
    let stem = disk == appliance.hardware.systemDisk ? stem : "\(stem)-\(disk.name)"
    return stem + ImageFormat.qcow2.fileEnding
  }
}
