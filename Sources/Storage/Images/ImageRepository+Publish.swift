import Digests
import Files
import Foundation
import Images
import JSON
import Planning

extension ImageRepository {
  /// A file of an image, complete, on its way to its place.
  public struct File: Sendable {
    public var artifact: Artifact
    /// Where it is now: on the repository's file system.
    public var path: String

    public init(artifact: Artifact, path: String) {
      self.artifact = artifact
      self.path = path
    }
  }

  /// Where an image's files are made until they are whole; gone with what it returns.
  public func drafts() throws -> DraftFolder {
    try FileSystem.makeFolder(blobs)
    return try DraftFolder(in: blobs)
  }

  /// Only one process at a time adds builds of an appliance.
  public func lock(_ name: String) async throws -> Lock {
    try FileSystem.makeFolder("\(builds)/\(name)")
    return try await Lock.acquire("\(builds)/\(name)/.lock") { _ in }
  }

  /// Enters a build: its files first, then the manifest. A build that is there is never changed.
  ///
  /// - Parameters:
  ///   - image: as planned.
  ///   - key: of an image that is other than planned; likewise its layers.
  ///   - sealed: the disks that all was made from, where they are not handed out.
  ///   - parts: files that are there already.
  ///   - files: those that are not, its disks' first.
  ///   - drafts: where those are.
  ///   - lock: of the appliance.
  /// - Throws: `StoreDamage` where files of parts are gone, or two have one name.
  public func publish(
    _ image: PlannedImage, key: LayerKey? = nil, layers: [LayerKey]? = nil, descriptor: Descriptor,
    sealed: [Descriptor.Disk]? = nil, parts: [Artifact] = [], files: [File] = [], in drafts: DraftFolder,
    under lock: Lock, now: Date = .now
  ) async throws -> ImageManifest {
    defer { withExtendedLifetime((lock, drafts)) {} }
    let use = try await keepingFiles()
    defer { withExtendedLifetime(use) {} }
    var files = files
    files.append(
      try draft(try prettyJSON(descriptor), .descriptor, called: image.descriptorName, in: drafts))
    // An image that is other than planned was made from something else.
    if (key ?? image.key) == image.key {
      let recipe = try prettyJSON(image.appliance)
      files.append(try draft(recipe, .recipe, called: "\(image.stem).recipe.json", in: drafts))
    }
    let manifest = ImageManifest(
      id: freeID(for: image, now: now), key: key ?? image.key, layers: layers ?? image.layers,
      artifacts: parts + files.map(\.artifact), descriptor: descriptor, sealed: sealed)
    guard manifest.isSound else {
      throw StoreDamage(
        fault: "\(image.stem) cannot be entered: its files are called "
          + manifest.artifacts.map(\.path).joined(separator: ", "),
        advice: "each needs a name of its own: leave a format out")
    }
    for file in files { try enter(file) }
    guard isWhole(manifest) else {
      throw StoreDamage(fault: "files of \(image.stem) in \(blobs) are gone", advice: "build again")
    }
    try FileSystem.write(try prettyJSON(manifest), to: manifestFile(manifest.id))
    return manifest
  }

  /// A small file of a build, on its way.
  func draft(_ data: Data, _ kind: Artifact.Kind, called name: String, in drafts: DraftFolder) throws -> File
  {
    let path = "\(drafts.path)/\(name)"
    try FileSystem.write(data, to: path)
    let artifact = Artifact(kind: kind, digest: sha256(Array(data)), size: UInt64(data.count), path: name)
    return File(artifact: artifact, path: path)
  }

  /// In place of the same bytes, if they are there: those may have been altered.
  func enter(_ file: File) throws {
    let blob = blob(file.artifact.digest)
    // Who writes to it by mistake is told, root aside.
    chmod(file.path, 0o440)
    try FileSystem.commit(file.path, to: blob)
    integrity.known.note(blob, sha256: file.artifact.digest)
  }

  /// No two builds of a name have one time, whatever their versions: one may be released under another's.
  private func freeID(for image: PlannedImage, now: Date) -> BuildID {
    var time = now
    let taken = Set(builds(of: image.appliance.name).map(\.build))
    while true {
      let id = BuildID(name: image.appliance.name, version: image.appliance.version, sealed: time)
      guard taken.contains(id.build) || FileSystem.isTaken(manifestFile(id)) else { return id }
      time += 1
    }
  }
}
