import Files
import Foundation
import Images
import JSON
import Planning

/// What was built: every build of every image as it was made, whatever is built after it.
///
/// - `images/blobs/sha256/DIGEST`: the files of images, by what is in them
/// - `images/builds/NAME/VERSION+BUILD.json`: a build's manifest; it is there when the build is
/// - `images/parts/KEY.json`: what was made of an image before all of it was; see ``ImagePart``
/// - `images/attached/NAME/VERSION+BUILD/KIND`: what is said of it later; `AttachmentKind`
/// - `images/releases/NAME/VERSION`, `images/channels/NAME/CHANNEL`: what they name; ``ReleaseBook``
/// - `images/journal`: what became of those
public struct ImageRepository: Sendable {
  let folder: String
  let integrity: StoreIntegrity

  init(root: String, integrity: StoreIntegrity) {
    folder = "\(root)/images"
    self.integrity = integrity
  }

  var blobs: String { "\(folder)/blobs/sha256" }
  var builds: String { "\(folder)/builds" }
  var parts: String { "\(folder)/parts" }

  /// Those that files are made in.
  var folders: [String] {
    [folder, blobs, parts] + attachmentFolders
      + [builds, "\(folder)/releases", "\(folder)/channels"].flatMap { above in
        FileSystem.entries(of: above).map { "\(above)/\($0)" }
      }
  }

  /// Where the bytes of this SHA-256 are, if they are.
  public func blob(_ digest: String) -> String { "\(blobs)/\(digest)" }

  func manifestFile(_ id: BuildID) -> String { "\(builds)/\(id.name)/\(id.label).json" }

  /// The appliances that there are builds of.
  func names() -> [String] { FileSystem.entries(of: builds) }

  /// The builds of an appliance, the newest first.
  func builds(of name: String) -> [BuildID] {
    FileSystem.entries(of: "\(builds)/\(name)").filter { $0.hasSuffix(".json") }
      .compactMap { BuildID(name: name, label: $0.dropLast(5)) }
      .sorted { ($0.build, $0.version) > ($1.build, $1.version) }
  }

  /// What belongs to a build; nil where there is none that can be read.
  func manifest(_ id: BuildID) -> ImageManifest? { try? read(id) }

  /// What belongs to a build.
  ///
  /// - Throws: `StoreDamage` where its manifest says what none says, and stays where it is; `StoreRefusal` where it is missing, or
  ///   a later version's.
  func read(_ id: BuildID) throws -> ImageManifest {
    let path = manifestFile(id)
    do {
      guard let data = try PlainFile.contents(path) else {
        throw StoreRefusal("\(path) is missing", advice: "name a build that is there")
      }
      let head = try decodeJSON(ManifestHead.self, from: data)
      guard head.format <= ImageManifest.currentFormat else {
        throw StoreRefusal(
          "\(path) is of format \(head.format), of a later version of Kiln", advice: "use that version")
      }
      let manifest = try decodeJSON(ImageManifest.self, from: data)
      guard manifest.id == id, manifest.isSound else {
        throw StoreDamage(fault: "\(path) is damaged", advice: Self.repair)
      }
      return manifest
    } catch let error where !(error is StoreDamage || error is StoreRefusal) {
      throw StoreDamage(fault: "\(path) cannot be read: \(error)", advice: Self.repair)
    }
  }

  private struct ManifestHead: Decodable {
    let format: Int
  }

  static let repair = "restore it, or remove it for the build to be freed"

  /// Whether all files of a build are there, each with the size that it must have.
  func isWhole(_ manifest: ImageManifest) -> Bool {
    manifest.artifacts.allSatisfy { FileSystem.size(of: blob($0.digest)) == $0.size }
  }

  /// The newest build of exactly this image whose files are there.
  public func build(of image: PlannedImage) -> ImageManifest? {
    manifests(of: image).first { $0.key == image.key && isWhole($0) }
  }

  /// The newest build of an image's name and version, whatever is in it.
  public func lastBuild(ofVersionOf image: PlannedImage) -> ImageManifest? {
    manifests(of: image).first { _ in true }
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
  func manifests(of image: PlannedImage) -> some Sequence<ImageManifest> {
    builds(of: image.appliance.name).lazy.filter { $0.version == image.appliance.version }
      .compactMap(manifest)
  }
}

extension ImageRepository {
  /// When a build was last handed out, or made.
  func lastUse(of id: BuildID) -> Date {
    FileSystem.modificationDate(of: manifestFile(id)) ?? .distantPast
  }

  /// Notes that it is in use, so that it counts as new.
  public func noteUse(of id: BuildID) { utimes(manifestFile(id), nil) }

  /// Keeps a build from being freed as long as what it returns is there.
  ///
  /// - Returns: nil where there is no such build any more.
  public func use(_ id: BuildID) async throws -> FileLock? {
    try await shared(manifestFile(id))
  }

  /// Keeps files that belong to no build yet from being freed as long as what it returns is there.
  func keepingFiles() async throws -> FileLock {
    while true {
      if let lock = try await shared(lockFile) { return lock }
      close(try PlainFile.openOrCreate(lockFile))
    }
  }

  private func shared(_ path: String) async throws -> FileLock? {
    while true {
      switch try FileLock.attempt(path, .shared) {
      case .held(let lock): return lock
      case .absent: return nil
      // Whoever frees what nothing needs is done in a moment.
      case .busy: try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  var lockFile: String { "\(folder)/lock" }
}
