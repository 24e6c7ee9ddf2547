import Digests
import Files
import Foundation
import Images
import JSON
import Machine
import Planning

/// Holds a layer against what it was when it was published.
struct LayerCheck: Sendable {
  let layers: LayerStore
  /// Reads every byte, whatever is known of unchanged files.
  var isReread = false

  init(layers: LayerStore, isReread: Bool = false) {
    self.layers = layers
    self.isReread = isReread
  }

  /// What is wrong with a layer first, in a sentence; nil for nothing. Blocks.
  func fault(of key: LayerKey) -> String? {
    do {
      try check(key)
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// What a layer says of itself, for what looks at it without building on it: read only now, and held against its digest.
  func record(of key: LayerKey) throws(StoreDamage) -> StoredLayer {
    try telling(of: key) {
      let path = layers.recordFile(of: key)
      guard let data = try contents(path, digests(of: key)) else { throw LayerFault(path, "has no digest") }
      let record: StoredLayer = try decode(data, path)
      guard record.record.key == key else {
        throw LayerFault(path, "is of another layer, \(record.record.key.short)")
      }
      return record
    }
  }

  /// What another small file of a layer says, likewise; nil where it was published without one.
  func document<Value: Decodable>(_ type: Value.Type, _ name: String, of key: LayerKey) throws(StoreDamage)
    -> Value?
  {
    try telling(of: key) {
      let path = layers.disk(name, of: key)
      return try contents(path, digests(of: key)).map { try decode($0, path) }
    }
  }

  private func telling<Value>(of key: LayerKey, _ body: () throws -> Value) throws(StoreDamage) -> Value {
    do {
      return try body()
    } catch {
      throw StoreDamage(
        fault: "layer \(key.short) is damaged: \(error)",
        advice: "'kiln store verify' tells of all damage, and the next build makes the layer anew")
    }
  }

  /// Of a small file; nil where the layer was published without it.
  private func contents(_ path: String, _ digests: LayerDigests) throws -> Data? {
    guard let file = digests.files[URL(filePath: path).lastPathComponent] else { return nil }
    guard let data = try PlainFile.contents(path) else { throw LayerFault(path, "is missing") }
    let digest = sha256([UInt8](data))
    guard digest == file.sha256 else {
      throw LayerFault(path, "has SHA-256 \(digest), and had \(file.sha256)")
    }
    return data
  }

  private func digests(of key: LayerKey) throws -> LayerDigests {
    let digests: LayerDigests = try read(layers.digestsFile(of: key))
    guard digests.key == key else {
      throw LayerFault(layers.digestsFile(of: key), "is another layer's, \(digests.key.short)")
    }
    return digests
  }

  private func check(_ key: LayerKey) throws {
    let folder = layers.folder(of: key)
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw LayerFault(folder, "is no folder")
    }
    let digests = try digests(of: key)
    try check(digests.parent)
    // Small ones first: they say what the disks must be.
    for (name, file) in digests.files.sorted(by: { ($0.value.size, $0.key) < ($1.value.size, $1.key) }) {
      try check(
        layers.disk(name, of: key), file, base: digests.parent.map { layers.relativeDisk(name, of: $0.key) })
    }
    let record: StoredLayer = try read(layers.recordFile(of: key))
    guard record.record.key == key, record.parent == digests.parent?.key else {
      throw LayerFault(layers.recordFile(of: key), "is of another layer, \(record.record.key.short)")
    }
  }

  /// A parent that is not as it was is its own check's; here only whether it is the very one.
  private func check(_ parent: LayerDigests.Parent?) throws {
    guard let parent else { return }
    let path = layers.digestsFile(of: parent.key)
    guard FileSystem.exists(path), try sha256(file: path) != parent.digests else { return }
    throw LayerFault(path, "is not of the layer that this one was built on")
  }

  private func check(_ path: String, _ file: LayerDigests.File, base: String?) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw LayerFault(path, "is missing") }
    guard status.st_mode & S_IFMT == S_IFREG else { throw LayerFault(path, "is no plain file") }
    guard status.st_size == file.size else {
      throw LayerFault(path, "has \(status.st_size) bytes, and had \(file.size)")
    }
    if path.hasSuffix(StoredLayer.format.fileEnding) { try checkHeader(path, base: base) }
    let digest = try layers.integrity.known.sha256(file: path, expected: file.sha256, isReread: isReread)
    guard digest == file.sha256 else {
      throw LayerFault(path, "has SHA-256 \(digest), and had \(file.sha256)")
    }
  }

  /// Before anything follows what the header says.
  private func checkHeader(_ path: String, base: String?) throws {
    guard let head = try PlainFile.head(of: path, QcowReferences.length), let header = QcowReferences(head),
      !header.isStrange
    else {
      throw LayerFault(path, "has no header of a sound qcow2 image")
    }
    guard header.backing == base, base == nil || header.backingFormat == DiskFormat.qcow2.rawValue else {
      throw LayerFault(
        path, "names '\(header.backing ?? "nothing")' as what it stands on, not '\(base ?? "nothing")'")
    }
  }

  private func read<Value: Decodable>(_ path: String) throws -> Value {
    guard let data = try PlainFile.contents(path) else { throw LayerFault(path, "is missing") }
    return try decode(data, path)
  }

  private func decode<Value: Decodable>(_ data: Data, _ path: String) throws -> Value {
    do { return try decodeJSON(Value.self, from: data) } catch { throw LayerFault(path, "cannot be read") }
  }
}

/// A file of a layer that is not what it was.
private struct LayerFault: Error, CustomStringConvertible {
  let description: String

  init(_ path: String, _ fault: String) { description = "\(path) \(fault)" }
}

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

extension LayerStore {
  func digestsFile(of key: LayerKey) -> String { disk(LayerDigests.file, of: key) }
}
