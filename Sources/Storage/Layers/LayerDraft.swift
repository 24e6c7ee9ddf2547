import Digests
import Failures
import Files
import Foundation
import Images
import JSON
import Planning

/// A layer on its way into the store: made in a work folder under the lock of its key, then moved to its place as a whole.
public struct LayerDraft: Sendable {
  let key: LayerKey
  public let folder: WorkFolder
}

extension LayerStore {
  /// Takes the key's lock and an empty work folder; nil when another process has built the layer meanwhile, which is
  /// then in use.
  public func begin(_ key: LayerKey, onWait: (_ holder: String) -> Void) async throws -> LayerDraft? {
    try await begin(key, under: try await Lock.acquire("\(work)/\(key.hex).lock", onWait: onWait))
  }

  /// The same without waiting; nil also where another process is at it.
  public func beginIfFree(_ key: LayerKey) async throws -> LayerDraft? {
    guard let lock = try Lock.attempt("\(work)/\(key.hex).lock") else { return nil }
    return try await begin(key, under: lock)
  }

  private func begin(_ key: LayerKey, under lock: Lock) async throws -> LayerDraft? {
    let path = "\(work)/\(key.hex)"
    guard try await !use(key) else { return nil }
    try removeLayers(basedOn: key)
    return LayerDraft(key: key, folder: try WorkFolder(path, under: lock))
  }

  /// Makes a finished layer visible, as a whole, and takes it into use.
  public func publish(_ draft: LayerDraft, _ layer: StoredLayer) async throws {
    let (key, path) = (draft.key, draft.folder.path)
    if let parent = layer.parent, !isCurrent(parent) {
      throw BuildError(
        .changedMeanwhile,
        "the layer stands on \(folder(of: parent)), which was removed meanwhile: build again")
    }
    try FileSystem.write(try prettyJSON(layer), to: "\(path)/\(StoredLayer.file)")
    let digests = try await onThread { [withoutUses] in
      try withoutUses.digests(of: draft, parent: layer.parent)
    }
    try FileSystem.write(try prettyJSON(digests), to: "\(path)/\(LayerDigests.file)")
    for name in FileSystem.entries(of: path) { try FileSystem.synchronize("\(path)/\(name)") }
    try FileSystem.commit(path, to: folder(of: key))
    for (name, file) in digests.files { integrity.known.note(disk(name, of: key), sha256: file.sha256) }
    try await useAsPublished(key)
  }

  /// Looks at all files of a layer that is about to be published.
  private func digests(of draft: LayerDraft, parent: LayerKey?) throws -> LayerDigests {
    var files: [String: LayerDigests.File] = [:]
    for name in FileSystem.entries(of: draft.folder.path) {
      let path = "\(draft.folder.path)/\(name)"
      guard let stamp = FileStamp(of: path) else { continue }
      files[name] = LayerDigests.File(size: stamp.size, sha256: try sha256(file: path))
    }
    let base = try parent.map {
      LayerDigests.Parent(key: $0, digests: try sha256(file: digestsFile(of: $0)))
    }
    return LayerDigests(key: draft.key, parent: base, files: files)
  }
}
