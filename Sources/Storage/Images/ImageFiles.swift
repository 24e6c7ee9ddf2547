import Files
import Foundation
import Images
import JSON
import Planning

/// What stands in a folder under an image's name: a copy that was put there, or what an earlier version of Kiln made there.
public struct ImageFiles: Sendable {
  public let folder: String
  public let image: PlannedImage

  public init(folder: String, image: PlannedImage) {
    self.folder = folder
    self.image = image
  }

  public var descriptor: String { "\(folder)/\(image.stem).json" }

  /// What the image's descriptor says; nil where there is none that can be read.
  public var described: Descriptor? {
    (try? PlainFile.contents(descriptor)).flatMap { $0 }.flatMap {
      try? decodeJSON(Descriptor.self, from: $0)
    }
  }
}
