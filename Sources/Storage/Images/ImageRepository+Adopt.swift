import Files
import Foundation
import Images
import Machine
import Planning

extension ImageRepository {
  /// Takes in an image that stands in a folder, as an earlier version of Kiln or another store has left it there: the one that is
  /// wanted, or, where the repository has no build of the appliance at all, what the next build would put itself in the place of.
  ///
  /// - Parameter floor: bytes that must stay free.
  /// - Returns: nil when the folder has no such image, or not all of it.
  public func adopt(
    _ image: PlannedImage, from folder: String, leaving floor: UInt64
  ) async throws -> ImageManifest? {
    guard let descriptor = adoptable(image, from: folder) else { return nil }
    let artifacts = descriptor.files
    let lock = try await lock(image.appliance.name)
    if let there = build(of: image) { return there }
    let drafts = try drafts()
    let room = FileSystem.available(at: drafts.path) ?? .max
    guard artifacts.reduce(floor, { $0 + $1.size }) <= room else {
      throw FileError(
        "cannot write \(blobs)", reason: "\(room >> 20) MiB are free, which is too little", code: ENOSPC)
    }
    var files: [File] = []
    for artifact in artifacts {
      let path = "\(drafts.path)/\(artifact.path)"
      let isSame = try await onThread {
        let draft = try Draft(for: path)
        guard try draft.copy("\(folder)/\(artifact.path)") == artifact.digest else { return false }
        try draft.commit()
        return true
      }
      guard isSame else { return nil }
      files.append(File(artifact: artifact, path: path))
    }
    return try await publish(
      image, key: descriptor.kiln.key,
      layers: descriptor.kiln.key == image.key ? image.layers : descriptor.kiln.chain.map(\.key),
      descriptor: descriptor, files: files, in: drafts, under: lock, now: descriptor.kiln.built)
  }

  /// What the descriptor says of an image that could be taken in from a folder, as far as names and sizes tell; nil where there
  /// is none.
  func adoptable(_ image: PlannedImage, from folder: String) -> Descriptor? {
    guard let descriptor = ImageFiles(folder: folder, image: image).described,
      descriptor.kiln.key == image.key
        || !descriptor.kiln.chain.isEmpty && builds(of: image.appliance.name).isEmpty
    else { return nil }
    // Without its sealed disks no build can be made of it.
    guard descriptor.disks.allSatisfy({ $0.target.isFileName && $0.format == .qcow2 }) else { return nil }
    let files = descriptor.files
    guard files.allSatisfy({ $0.kind != .descriptor }),
      files.filter({ $0.format == .qcow2 }) == descriptor.disks.compactMap(\.file)
    else { return nil }
    let areThere = files.allSatisfy { file in
      let path = "\(folder)/\(file.path)"
      return file.isSound && file.path != image.descriptorName && FileSystem.size(of: path) == file.size
        && (file.format != .qcow2 || Self.standsAlone(path))
    }
    return areThere && Set(files.map(\.path)).count == files.count ? descriptor : nil
  }

  /// It was not made here: QEMU must not follow it to other files.
  private static func standsAlone(_ disk: String) -> Bool {
    let head = (try? PlainFile.head(of: disk, QcowReferences.length)).flatMap(\.self)
    guard let header = head.flatMap(QcowReferences.init) else { return false }
    return !header.isStrange && header.backing == nil
  }
}
