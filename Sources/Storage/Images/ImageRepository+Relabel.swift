import Files
import Foundation
public import Images
import JSON
public import Recipes

extension ImageRepository {
  /// Enters a build under another version: the same disks, and a descriptor and names of files that say that version. It is what sealing
  /// would give if the recipe said it.
  ///
  /// - Parameters:
  ///   - appliance: what it was made from, with that version.
  ///   - key: what the image's key is then.
  /// - Returns: the new build; the one that is there, where that was done before.
  /// - Throws: `ReleaseRefusal` for a build with files that name their version within.
  public func relabel(
    _ source: ImageManifest, as appliance: Appliance, key: LayerKey
  ) async throws -> ImageManifest {
    let id = BuildID(name: source.id.name, version: appliance.version, build: source.id.build)
    let lock = try await lock(id.name)
    let use = try await keepingFiles()
    defer { withExtendedLifetime((lock, use)) {} }
    let label = Relabelling(from: source.id, to: id)
    if let other = source.artifacts.first(where: { ![.disk, .descriptor, .recipe].contains($0.kind) }) {
      throw ReleaseRefusal(
        "\(source.id) has \(other.path), which names its version within",
        advice: "write 'version: \(id.version)' in the recipe, build it, and release that")
    }
    let disks = source.artifacts.filter { $0.kind == .disk }.map(label.applied)
    if let there = manifest(id), isWhole(there), there.artifacts.filter({ $0.kind == .disk }) == disks {
      return there
    }
    guard !FileSystem.isTaken(manifestFile(id)) else {
      throw StoreDamage(fault: "\(manifestFile(id)) is not what \(source.id) is", advice: Self.repair)
    }
    let descriptor = label.applied(to: source.descriptor, key: key)
    let drafts = try drafts()
    defer { withExtendedLifetime(drafts) {} }
    let texts = [
      try draft(try prettyJSON(descriptor), .descriptor, called: "\(label.after).json", in: drafts),
      try draft(try prettyJSON(appliance), .recipe, called: "\(label.after).recipe.json", in: drafts),
    ]
    for file in texts { try enter(file) }
    let manifest = ImageManifest(
      id: id, key: key, layers: source.layers, artifacts: disks + texts.map(\.artifact),
      descriptor: descriptor, sealed: source.sealed?.map(label.applied))
    try FileSystem.write(try prettyJSON(manifest), to: manifestFile(id))
    return manifest
  }

  /// What a build was made from.
  ///
  /// - Parameter provisioners: the kinds of steps that there are, for the decoder.
  /// - Returns: nil where it does not keep that.
  public func recipe(of manifest: ImageManifest, knowing provisioners: ProvisionerRegistry) throws
    -> Appliance?
  {
    guard let artifact = manifest.recipe else { return nil }
    let damage = StoreDamage(
      fault: "\(blob(artifact.digest)), \(artifact.path) of \(manifest.id), is damaged", advice: "restore it")
    guard fault(of: artifact) == nil, let data = try PlainFile.contents(blob(artifact.digest)) else {
      throw damage
    }
    do {
      return try decodeJSON(Appliance.self, from: data, userInfo: [.provisioners: provisioners])
    } catch {
      throw StoreDamage(
        fault: "\(artifact.path) of \(manifest.id) cannot be read: \(error)",
        advice: "a later version of Kiln may have written it: use that")
    }
  }
}

/// The names of an image's files under another version.
private struct Relabelling {
  /// What names begin with: the appliance's name and the version.
  let before: String
  let after: String
  let version: String

  init(from old: BuildID, to new: BuildID) {
    before = "\(old.name)-\(old.version)"
    after = "\(new.name)-\(new.version)"
    version = new.version
  }

  func applied(to artifact: Artifact) -> Artifact {
    var artifact = artifact
    if artifact.path.hasPrefix(before) { artifact.path = after + artifact.path.dropFirst(before.count) }
    return artifact
  }

  func applied(to disk: Descriptor.Disk) -> Descriptor.Disk {
    var disk = disk
    disk.file = disk.file.map(applied)
    return disk
  }

  func applied(to descriptor: Descriptor, key: LayerKey) -> Descriptor {
    var descriptor = descriptor
    descriptor.version = version
    descriptor.kiln.key = key
    descriptor.disks = descriptor.disks.map(applied)
    descriptor.artifacts = descriptor.artifacts?.map(applied)
    return descriptor
  }
}
