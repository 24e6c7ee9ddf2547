import Digests
import Files
import Foundation
import Images
import JSON
import Planning
import Recipes

/// What was made of an image before all of it was: its sealed disks, or the files of one further format.
///
/// Another run goes on from there, and another image of the same disks takes them as they are.
public struct ImagePart: Hashable, Sendable, Codable {
  /// Names it by all that it follows from; `PlannedImage.sealKey` and `partKey(of:)`.
  public var key: LayerKey
  /// A digest of what it was made from: a layer that was rebuilt has the same key, and perhaps other content.
  public var source: String
  public var artifacts: [Artifact]
  /// The sealed disks, those without a file included; nil of a further format.
  public var disks: [Descriptor.Disk]?

  public init(key: LayerKey, source: String, artifacts: [Artifact], disks: [Descriptor.Disk]? = nil) {
    self.key = key
    self.source = source
    self.artifacts = artifacts
    self.disks = disks
  }

  /// What was read may say anything, and what it names become names of files.
  fileprivate var isSound: Bool {
    artifacts.allSatisfy(\.isSound) && (disks ?? []).allSatisfy(\.target.isFileName)
      && (disks.map { $0.compactMap(\.file) == artifacts } ?? true)
  }
}

extension ImageRepository {
  /// How long files that no build has stay for the next run to take, in seconds.
  static let partAge = 86400.0

  private func file(of key: LayerKey) -> String { "\(parts)/\(key.hex).json" }

  /// A part that is there, with all its files, each of its size.
  ///
  /// - Parameter source: what it must have been made from.
  public func part(_ key: LayerKey, of source: String) -> ImagePart? {
    guard let part = document(file(of: key)), part.key == key, part.source == source,
      part.artifacts.allSatisfy({ FileSystem.size(of: blob($0.digest)) == $0.size })
    else { return nil }
    return part
  }

  /// The same, once its files have been read where they may have changed since; it stays for a day from now.
  public func soundPart(_ key: LayerKey, of source: String) async throws -> ImagePart? {
    guard let part = part(key, of: source) else { return nil }
    let use = try await keepingFiles()
    defer { withExtendedLifetime(use) {} }
    utimes(file(of: key), nil)
    let isSound = try await onThread {
      part.artifacts.allSatisfy { fault(of: $0) == nil }
    }
    return isSound ? part : nil
  }

  /// Only one process at a time makes a part.
  public func lock(part key: LayerKey) async throws -> Lock {
    try FileSystem.makeFolder(parts)
    return try await Lock.acquire("\(file(of: key)).lock") { _ in }
  }

  /// Enters a part: its files first.
  public func keep(_ part: ImagePart, files: [File]) async throws {
    let use = try await keepingFiles()
    defer { withExtendedLifetime(use) {} }
    try FileSystem.makeFolder(parts)
    for file in files { try enter(file) }
    try FileSystem.write(try prettyJSON(part), to: file(of: part.key))
  }

  private func document(_ path: String) -> ImagePart? {
    guard let data = (try? PlainFile.contents(path)).flatMap(\.self),
      let part = try? decodeJSON(ImagePart.self, from: data), part.isSound
    else { return nil }
    return part
  }

  /// The digests of files that a run may still take, whatever builds there are.
  func takenByParts(now: Date) -> Set<String> {
    Set(partFiles.filter { !isOld($0, now: now) }.compactMap(document).flatMap(\.artifacts).map(\.digest))
  }

  /// Removes the records of parts whose files are gone.
  func removeLostParts() throws {
    for path in partFiles {
      let areThere = document(path)?.artifacts.allSatisfy { FileSystem.isTaken(blob($0.digest)) }
      if areThere != true { try FileSystem.remove(path) }
    }
  }

  private var partFiles: [String] {
    FileSystem.entries(of: parts).filter { $0.hasSuffix(".json") }.map { "\(parts)/\($0)" }
  }

  private func isOld(_ path: String, now: Date) -> Bool {
    (FileSystem.modificationDate(of: path) ?? .distantPast) < now.addingTimeInterval(-Self.partAge)
  }
}

extension LayerStore {
  /// Tells a layer from another one of its key: a digest of the digests of all that it consists of, down to its root.
  public func contentDigest(of key: LayerKey) -> String? {
    (try? PlainFile.contents(digestsFile(of: key))).flatMap(\.self).map { sha256(Array($0)) }
  }
}

extension PlannedImage {
  /// What its sealed disks are made from, as long as its layers are there.
  public func sealSource(in store: Store) -> String? { store.layers.contentDigest(of: leaf) }

  /// What is there of it, as far as sizes tell: its disks (qcow2), and further formats of those very disks.
  func parts(in store: Store) -> Set<ImageFormat> {
    guard let source = sealSource(in: store), let sealed = store.images.part(sealKey, of: source) else {
      return []
    }
    let further = furtherFormats.filter {
      store.images.part(partKey(of: $0), of: sealed.sourceOfFormats) != nil
    }
    return Set([.qcow2] + further)
  }
}

extension ImagePart {
  /// What files of further formats of these disks are made from.
  public var sourceOfFormats: String {
    sha256(Array(artifacts.map { "\($0.digest)\n" }.joined().utf8))
  }
}
