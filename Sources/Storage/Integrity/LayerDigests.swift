import Digests
import Files
import Foundation
import Images
import Planning

/// What a layer was when it was published: `digests.json` beside its disks.
struct LayerDigests: Codable, Hashable, Sendable {
  /// The layer's own, so that no other can take its place.
  var key: LayerKey
  /// nil for a root.
  var parent: Parent?
  var files: [String: File]

  /// The layer that this one's disks are differences to. Another of the same key has other blocks in other places.
  struct Parent: Codable, Hashable {
    var key: LayerKey
    /// The digest of its `digests.json`.
    var digests: String
  }

  struct File: Codable, Hashable {
    /// Bytes.
    var size: UInt64
    var sha256: String
  }

  static let file = "digests.json"
}

extension Store {
  func digestsFile(of key: LayerKey) -> String { disk(LayerDigests.file, of: key) }

  /// Looks at all files of a layer that is about to be published.
  func digests(of folder: WorkFolder, as key: LayerKey, parent: LayerKey?) throws -> LayerDigests {
    var files: [String: LayerDigests.File] = [:]
    for name in FileSystem.entries(of: folder.path) {
      let path = "\(folder.path)/\(name)"
      guard let stamp = FileStamp(of: path) else { continue }
      files[name] = LayerDigests.File(size: stamp.size, sha256: try sha256(file: path))
    }
    let base = try parent.map {
      LayerDigests.Parent(key: $0, digests: try sha256(file: digestsFile(of: $0)))
    }
    return LayerDigests(key: key, parent: base, files: files)
  }
}
