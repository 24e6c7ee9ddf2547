import Digests
import Files
import Foundation
import Images
import JSON
import Planning

/// What was built: every build of every image as it was made, whatever is built after it.
///
/// - `images/blobs/sha256/DIGEST`: the files of images, by what is in them
/// - `images/builds/NAME/VERSION+BUILD.json`: a build's manifest; it is there when the build is
/// - `images/releases/NAME/VERSION`, `images/channels/NAME/CHANNEL`: which build they name; ``ImageNames``
/// - `images/journal`: what became of those
public struct ImageRepository: Sendable {
  let store: Store

  public init(_ store: Store) {
    self.store = store
  }

  var folder: String { "\(store.root)/images" }
  var blobs: String { "\(folder)/blobs/sha256" }
  var builds: String { "\(folder)/builds" }

  /// Those that files are made in.
  var folders: [String] { [folder, blobs] + names().map { "\(builds)/\($0)" } }

  /// Where the bytes of this SHA-256 are, if they are.
  public func blob(_ digest: String) -> String { "\(blobs)/\(digest)" }

  func manifestFile(_ id: BuildID) -> String { "\(builds)/\(id.name)/\(id.label).json" }

  /// The appliances that there are builds of.
  public func names() -> [String] { FileSystem.entries(of: builds) }

  /// The builds of an appliance, the newest first.
  public func builds(of name: String) -> [BuildID] {
    FileSystem.entries(of: "\(builds)/\(name)").filter { $0.hasSuffix(".json") }
      .compactMap { BuildID(name: name, label: $0.dropLast(5)) }
      .sorted { ($0.build, $0.version) > ($1.build, $1.version) }
  }

  /// What belongs to a build; nil where there is none that can be read.
  public func manifest(_ id: BuildID) -> ImageManifest? { try? read(id) }

  /// What belongs to a build.
  ///
  /// - Throws: `StoreDamage` where its manifest is missing or says what none says; it stays where it is.
  func read(_ id: BuildID) throws -> ImageManifest {
    let path = manifestFile(id)
    do {
      guard let data = try PlainFile.contents(path) else {
        throw StoreDamage(fault: "\(path) is missing", advice: "there is no such build")
      }
      let head = try decodeJSON(ManifestHead.self, from: data)
      guard head.format <= ImageManifest.currentFormat else {
        throw StoreDamage(
          fault: "\(path) is of format \(head.format), of a later version of Kiln", advice: "use that version"
        )
      }
      let manifest = try decodeJSON(ImageManifest.self, from: data)
      guard manifest.id == id, manifest.isSound else {
        throw StoreDamage(fault: "\(path) is damaged", advice: Self.repair)
      }
      return manifest
    } catch let error where !(error is StoreDamage) {
      throw StoreDamage(fault: "\(path) cannot be read: \(error)", advice: Self.repair)
    }
  }

  private struct ManifestHead: Decodable {
    let format: Int
  }

  private static let repair = "restore it, or remove it for the build to be freed"

  /// Whether all files of a build are there, each with the size that it must have.
  public func isWhole(_ manifest: ImageManifest) -> Bool {
    manifest.artifacts.allSatisfy { FileSystem.size(of: blob($0.digest)) == $0.size }
  }

  /// The newest build of exactly this image whose files are there.
  public func build(of image: PlannedImage) -> ImageManifest? {
    manifests(of: image).first { $0.key == image.key && isWhole($0) }
  }

  /// What there is of an image.
  public func state(of image: PlannedImage) -> Inventory.ImageState {
    var other: Descriptor?
    var isBroken = false
    for manifest in manifests(of: image) {
      guard manifest.key == image.key else {
        other = other ?? manifest.descriptor
        continue
      }
      if isWhole(manifest) { return .current }
      isBroken = true
    }
    return isBroken ? .incomplete : other.map { .other($0) } ?? .absent
  }

  /// All builds of its name and version, the newest first; read one after the other, as far as they are asked for.
  private func manifests(of image: PlannedImage) -> some Sequence<ImageManifest> {
    builds(of: image.appliance.name).lazy.filter { $0.version == image.appliance.version }
      .compactMap(manifest)
  }

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
    let names = ImageNames(self)
    let named = try [names.releases(of: id.name), names.channels(of: id.name)].flatMap(\.values)
    if named.contains(id) {
      store.reports.add("\(fault), and stays, since a name stands for it: restore it")
    } else {
      try store.damaged.take(manifestFile(id), because: fault)
    }
  }

  /// What is wrong with a manifest; nil for nothing, and for one of a later version of Kiln.
  private func damage(of id: BuildID) -> StoreDamage? {
    do {
      try check(try read(id))
      return nil
    } catch let error as StoreDamage {
      return error.advice == Self.repair ? error : nil
    } catch {
      return nil
    }
  }

  /// Holds a manifest against the descriptor that it names by digest, and that against its digest.
  ///
  /// - Throws: `StoreDamage` where they say different things; not where the descriptor itself is damaged.
  func check(_ manifest: ImageManifest) throws {
    let damage = StoreDamage(fault: "\(manifestFile(manifest.id)) is damaged", advice: Self.repair)
    let said = manifest.descriptor
    let disks = manifest.artifacts.filter { $0.kind == .disk }
    guard said.kiln.key == manifest.key, said.kiln.chain.map(\.key) == manifest.layers,
      said.disks.compactMap(\.file) == disks,
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
      try store.damaged.take(blob(artifact.digest), because: sentence)
      isAny = true
    }
    if isAny { try setAside(manifest.id, because: "build \(manifest.id) lacks a file") }
    return isAny
  }

  /// What is wrong with a file, in words; nil for nothing.
  ///
  /// - Parameter isReread: whatever is known of it.
  func fault(of artifact: Artifact, isReread: Bool = false) -> String? {
    let path = blob(artifact.digest)
    guard FileSystem.isTaken(path) else { return "is missing" }
    do {
      let found = try store.knownDigests.sha256(file: path, expected: artifact.digest, isReread: isReread)
      return found == artifact.digest ? nil : "has SHA-256 \(found), and had \(artifact.digest)"
    } catch {
      return "cannot be read: \(error)"
    }
  }

  /// When a build was last handed out, or made.
  func lastUse(of id: BuildID) -> Date {
    FileSystem.modificationDate(of: manifestFile(id)) ?? .distantPast
  }

  /// Notes that it is in use, so that it counts as new.
  public func noteUse(of id: BuildID) { utimes(manifestFile(id), nil) }

  /// Keeps a build from being freed as long as what it returns is there.
  ///
  /// - Returns: nil where there is no such build any more.
  public func use(_ id: BuildID) async throws -> UseLock? {
    try await shared(manifestFile(id))
  }

  /// Keeps files that belong to no build yet from being freed as long as what it returns is there.
  func keepingFiles() async throws -> UseLock {
    while true {
      if let lock = try await shared(lockFile) { return lock }
      close(try PlainFile.openOrCreate(lockFile))
    }
  }

  private func shared(_ path: String) async throws -> UseLock? {
    while true {
      switch try UseLock.attempt(path, .shared) {
      case .held(let lock): return lock
      case .absent: return nil
      // Whoever frees what nothing needs is done in a moment.
      case .busy: try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  var lockFile: String { "\(folder)/lock" }
}
