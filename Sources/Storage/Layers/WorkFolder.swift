import Failures
import Files
import Foundation
import Images
import JSON
import Planning

/// A layer being built: its own folder under the lock of its key.
public struct WorkFolder: Sendable {
  public let path: String
  private let lock: Lock

  /// Where a disk is made, by its file's name.
  public func disk(_ file: String) -> String { "\(path)/\(file)" }

  fileprivate init(path: String, lock: Lock) {
    self.path = path
    self.lock = lock
  }
}

extension Store {
  /// Takes the key's lock and an empty work folder; nil when another process has built the layer meanwhile, which is
  /// then in use.
  public func begin(_ key: LayerKey, onWait: (_ holder: String) -> Void) async throws -> WorkFolder? {
    let path = "\(work)/\(key.hex)"
    let lock = try await Lock.acquire("\(path).lock", onWait: onWait)
    guard try await !use(key) else { return nil }
    try removeLayers(basedOn: key)
    return try emptyFolder(path, lock)
  }

  /// An empty folder in `work/` that is no layer's; nil when another process has the name.
  public func scratch(_ name: String) throws -> WorkFolder? {
    try FileSystem.makeFolder(work)
    return try Lock.attempt("\(work)/\(name).lock").map { try emptyFolder("\(work)/\(name)", $0) }
  }

  private func emptyFolder(_ path: String, _ lock: Lock) throws -> WorkFolder {
    try FileSystem.remove(path)
    try FileSystem.makeFolder(path)
    return WorkFolder(path: path, lock: lock)
  }

  /// Makes a finished layer visible, as a whole, and takes it into use.
  public func publish(_ folder: WorkFolder, as key: LayerKey, record: StoredLayer) async throws {
    if let parent = record.parent, !uses.isCurrent(parent, at: self.record(of: parent)) {
      throw BuildError(
        .changedMeanwhile,
        "the layer stands on \(layers)/\(parent.hex), which was removed meanwhile: build again")
    }
    try FileSystem.write(try prettyJSON(record), to: "\(folder.path)/layer.json")
    let digests = try await onThread { [withoutUses] in
      try withoutUses.digests(of: folder, as: key, parent: record.parent)
    }
    try FileSystem.write(try prettyJSON(digests), to: "\(folder.path)/\(LayerDigests.file)")
    for name in FileSystem.entries(of: folder.path) { try FileSystem.synchronize("\(folder.path)/\(name)") }
    try FileSystem.commit(folder.path, to: "\(layers)/\(key.hex)")
    for (name, file) in digests.files { knownDigests.note(disk(name, of: key), sha256: file.sha256) }
    try await useAsPublished(key)
  }

  /// Throws a failed build's disk away.
  public func discard(_ folder: WorkFolder) {
    try? FileSystem.remove(folder.path)
  }

  /// Removes what builds that were killed left behind; folders of running builds are locked and stay.
  public func removeStaleWork() throws {
    for name in FileSystem.entries(of: work) where !name.hasSuffix(".lock") {
      guard let lock = try Lock.attempt("\(work)/\(name).lock") else { continue }
      try FileSystem.remove("\(work)/\(name)")
      withExtendedLifetime(lock) {}
    }
    for name in FileSystem.entries(of: work) where name.hasSuffix(".lock") {
      _ = try Lock.attempt("\(work)/\(name)")
    }
  }
}
