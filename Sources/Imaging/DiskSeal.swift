import Digests
import Files
import Foundation
import Images
import Machine
import Planning
import Recipes
import Storage

/// A disk of an image as its descriptor has it, and where its file is; without one where there is nothing on it.
struct SealedDisk: Sendable {
  let described: Descriptor.Disk
  let file: ImageRepository.File?
}

/// Flattens and compresses the disks of an image's last layer.
struct DiskSeal: Sendable {
  let store: Store
  let image: PlannedImage
  /// Where files are made until they are whole.
  let drafts: DraftFolder
  let log: JobLog
  /// Writes file systems anew; nil: they are taken over as they are.
  var rewriting: Rewriting?

  func all() async throws -> [SealedDisk] {
    var sealed: [SealedDisk] = []
    for (index, disk) in image.appliance.hardware.disks.enumerated() {
      sealed.append(try await seal(disk, at: index))
    }
    return sealed
  }

  private func seal(_ disk: Hardware.Disk, at index: Int) async throws -> SealedDisk {
    let hardware = image.appliance.hardware
    let source = store.layers.disk(hardware.layerFile(of: disk), of: image.leaf)
    var described = Descriptor.Disk(
      name: disk.name, type: disk == hardware.systemDisk ? .os : .data, role: disk.role, index: index,
      virtualSize: disk.size)
    // Erasable, and nothing to erase: the descriptor says all there is. An installed one is needed for the first boot.
    if disk.role == .scratch, try await QemuImage().isBlank(source) {
      log.write("disk '\(disk.name)' is blank: no file")
      return SealedDisk(described: described, file: nil)
    }
    let name = image.fileName(of: disk)
    let draft = "\(drafts.path)/\(name)"
    log.write("flattening and compressing disk '\(disk.name)', \(source)")
    let compression = image.appliance.compression
    let rewritten = try await rewriting?.rewrite(source, in: drafts.path)
    try await QemuImage().flatten(
      rewritten ?? source, format: rewritten == nil ? .qcow2 : .raw, to: draft,
      compression: compression.rawValue, compat: image.appliance.qcow2Compat.rawValue)
    if let rewritten { try FileSystem.remove(rewritten) }
    described.virtualSize = try await QemuImage().info(draft, format: .qcow2).virtualSize
    let file = Artifact(
      kind: .disk, format: described.format, digest: try await onThread { try sha256(file: draft) },
      size: FileSystem.size(of: draft) ?? 0, path: name)
    described.file = file
    described.compression = compression
    log.write("\(name): \(file.size) bytes, SHA-256 \(file.digest)")
    return SealedDisk(described: described, file: ImageRepository.File(artifact: file, path: draft))
  }
}
