import Digests
import Files
import Foundation
import Images
import JSON
import Planning

extension ImageRepository {
  /// Reads what has changed since it was last read of the builds that images are; sets aside what is not as it was made.
  public func setAsideDamaged(_ images: [PlannedImage]) async throws {
    for image in images {
      try await setAsideDamagedManifests(of: image.appliance.name)
      // Down to the first one that is sound, which is the one that counts.
      for manifest in manifests(of: image) where manifest.key == image.key {
        guard try await isAnySetAside(of: manifest) else { break }
      }
    }
  }

  private func setAsideDamagedManifests(of name: String) async throws {
    for id in builds(of: name) {
      guard let damage = damage(of: id) else { continue }
      let lock = try await lock(name)
      defer { withExtendedLifetime(lock) {} }
      try setAside(id, because: damage.fault)
    }
  }

  /// A build that a name stands for stays: whoever has its files elsewhere may put it right, and what is left of it is kept till
  /// then.
  private func setAside(_ id: BuildID, because fault: String) throws {
    if try releases.ledger(of: id.name).kept.contains(where: { $0.build == id }) {
      integrity.reports.add("\(fault), and stays, since a name stands for it: restore it")
    } else {
      try integrity.damaged.take(manifestFile(id), because: fault)
    }
  }

  /// What is wrong with a manifest; nil for nothing, and for one of a later version of Kiln.
  private func damage(of id: BuildID) -> StoreDamage? {
    do {
      try check(try read(id))
      return nil
    } catch {
      return error as? StoreDamage
    }
  }

  /// Holds a manifest against the descriptor that it names by digest, and that against its digest.
  ///
  /// - Throws: `StoreDamage` where they say different things; not where the descriptor itself is damaged.
  func check(_ manifest: ImageManifest) throws {
    let damage = StoreDamage(fault: "\(manifestFile(manifest.id)) is damaged", advice: Self.repair)
    let said = manifest.descriptor
    let sealed = manifest.artifacts.filter { $0.format == .qcow2 }
    guard said.kiln.key == manifest.key, said.kiln.chain.map(\.key) == manifest.layers,
      manifest.disks.compactMap(\.file) == sealed,
      said.files == manifest.handedOut.filter({ $0.kind != .descriptor }),
      let file = manifest.artifacts.first(where: { $0.kind == .descriptor })
    else { throw damage }
    guard let data = try PlainFile.contents(blob(file.digest)) else { throw damage }
    // A descriptor that is damaged itself says nothing.
    guard sha256(Array(data)) == file.digest else { return }
    guard (try? decodeJSON(Descriptor.self, from: data)) == said else { throw damage }
  }

  private func isAnySetAside(of manifest: ImageManifest) async throws -> Bool {
    // Else somebody could make the file anew between the look and the move.
    let lock = try await lock(manifest.id.name)
    defer { withExtendedLifetime(lock) {} }
    var isAny = false
    for artifact in manifest.artifacts {
      guard let fault = try await onThread({ fault(of: artifact) }) else { continue }
      let sentence = "\(artifact.path) of \(manifest.id) in the store \(fault)"
      try integrity.damaged.take(blob(artifact.digest), because: sentence)
      isAny = true
    }
    if isAny { try setAside(manifest.id, because: "build \(manifest.id) lacks a file") }
    return isAny
  }

  /// What is wrong with a file of a build, in words; nil for nothing.
  ///
  /// - Parameter isReread: whatever is known of it.
  func fault(of artifact: Artifact, isReread: Bool = false) -> String? {
    integrity.known.fault(of: blob(artifact.digest), expected: artifact.digest, isReread: isReread)
  }
}

extension KnownDigests {
  /// What is wrong with a file of an image, in words; nil for nothing.
  ///
  /// - Parameter isReread: whatever is known of it.
  func fault(of file: String, expected: String, isReread: Bool = false) -> String? {
    guard FileSystem.isTaken(file) else { return "is missing" }
    guard FileStamp(of: file) != nil else { return "is no plain file" }
    do {
      let digest = try sha256(file: file, expected: expected, isReread: isReread)
      return digest == expected ? nil : "has SHA-256 \(digest), and had \(expected) when it was sealed"
    } catch {
      return "cannot be read: \(error)"
    }
  }
}
