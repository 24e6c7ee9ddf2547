import Digests
import Files
import Foundation
import Images
import JSON
import Machine
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
  ///   - disks: its disks' files.
  ///   - drafts: where those are.
  ///   - lock: of the appliance.
  public func publish(
    _ image: PlannedImage, descriptor: Descriptor, disks: [File], in drafts: DraftFolder, under lock: Lock,
    now: Date = .now
  ) async throws -> ImageManifest {
    defer { withExtendedLifetime((lock, drafts)) {} }
    let use = try await keepingFiles()
    defer { withExtendedLifetime(use) {} }
    let files = disks + [try draft(of: descriptor, called: "\(image.stem).json", in: drafts)]
    for file in files { try enter(file) }
    let manifest = ImageManifest(
      id: freeID(for: image, now: now), key: image.key, layers: image.layers,
      artifacts: files.map(\.artifact), descriptor: descriptor)
    try FileSystem.write(try prettyJSON(manifest), to: manifestFile(manifest.id))
    return manifest
  }

  private func draft(
    of descriptor: Descriptor, called name: String, in drafts: DraftFolder
  ) throws -> File {
    let data = try prettyJSON(descriptor)
    let path = "\(drafts.path)/\(name)"
    try FileSystem.write(data, to: path)
    let artifact = Artifact(
      kind: .descriptor, digest: sha256(Array(data)), size: UInt64(data.count), path: name)
    return File(artifact: artifact, path: path)
  }

  /// In place of the same bytes, if they are there: those may have been altered.
  private func enter(_ file: File) throws {
    let blob = blob(file.artifact.digest)
    // Who writes to it by mistake is told, root aside.
    chmod(file.path, 0o440)
    try FileSystem.commit(file.path, to: blob)
    store.knownDigests.note(blob, sha256: file.artifact.digest)
  }

  /// Takes in an image that stands in a folder, as an earlier version of Kiln or another store has left it there.
  ///
  /// - Parameter floor: bytes that must stay free.
  /// - Returns: nil when the folder has no such image, or not all of it.
  public func adopt(
    _ image: PlannedImage, from folder: String, leaving floor: UInt64
  ) async throws -> ImageManifest? {
    guard let descriptor = adoptable(image, from: folder) else { return nil }
    let disks = descriptor.disks.compactMap(\.file)
    let lock = try await lock(image.appliance.name)
    if let there = build(of: image) { return there }
    let drafts = try drafts()
    let room = FileSystem.available(at: drafts.path) ?? .max
    guard disks.reduce(floor, { $0 + $1.size }) <= room else {
      throw FileError("cannot write \(blobs)", reason: "\(room >> 20) MiB are free, which is too little")
    }
    var files: [File] = []
    for artifact in disks {
      let path = "\(drafts.path)/\(artifact.path)"
      let found = try await onThread { try Self.copy("\(folder)/\(artifact.path)", to: path) }
      guard found == artifact.digest else { return nil }
      files.append(File(artifact: artifact, path: path))
    }
    let sealed = try? Date(descriptor.kiln.built, strategy: .iso8601)
    return try await publish(
      image, descriptor: descriptor, disks: files, in: drafts, under: lock, now: sealed ?? .now)
  }

  /// What the descriptor says of an image that could be taken in from a folder, as far as names and sizes tell; nil where there
  /// is none.
  public func adoptable(_ image: PlannedImage, from folder: String) -> Descriptor? {
    guard let descriptor = ImageFiles(folder: folder, image: image).described,
      descriptor.kiln.key == image.key
    else { return nil }
    let disks = descriptor.disks.compactMap(\.file)
    let areThere = disks.allSatisfy { file in
      let path = "\(folder)/\(file.path)"
      return file.isSound && file.path != "\(image.stem).json" && FileSystem.size(of: path) == file.size
        && Self.standsAlone(path)
    }
    return areThere && Set(disks.map(\.path)).count == disks.count ? descriptor : nil
  }

  /// It was not made here: QEMU must not follow it to other files.
  private static func standsAlone(_ disk: String) -> Bool {
    let head = (try? PlainFile.head(of: disk, QcowReferences.length)).flatMap(\.self)
    guard let header = head.flatMap(QcowReferences.init) else { return false }
    return !header.isStrange && header.backing == nil
  }

  /// - Returns: the SHA-256 of what was copied.
  private static func copy(_ source: String, to path: String) throws -> String {
    let draft = try Draft(for: path)
    let digest = SHA256Stream()
    try draft.fill(from: source) { digest.update($0) }
    try draft.commit()
    return digest.finish()
  }

  private func freeID(for image: PlannedImage, now: Date) -> BuildID {
    let times = (0...).lazy.map { now.addingTimeInterval(Double($0)) }
    let ids = times.map {
      BuildID(name: image.appliance.name, version: image.appliance.version, sealed: $0)
    }
    return ids.first { !FileSystem.isTaken(manifestFile($0)) }
      ?? BuildID(name: image.appliance.name, version: image.appliance.version, sealed: now)
  }
}
