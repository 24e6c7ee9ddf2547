import Digests
import Files
import Foundation
import Machine
import Planning
import Recipes
import Storage

/// A disk of an image as its descriptor has it, complete under a hidden name.
struct SealedDisk: Sendable {
  let described: Descriptor.Disk
  /// Where the file is, and where it is to be; nil for a disk without one.
  let file: (draft: String, path: String)?

  /// Puts the file under its name.
  func commit() throws {
    if let file { try FileSystem.commit(file.draft, to: file.path) }
  }
}

/// Flattens and compresses the disks of an image's last layer.
struct DiskSeal: Sendable {
  let store: Store
  let image: PlannedImage
  let output: ImageFiles
  /// Where files are made until they are whole, on the output folder's file system.
  let drafts: DraftFolder
  let log: JobLog

  func all() async throws -> [SealedDisk] {
    var sealed: [SealedDisk] = []
    for (index, disk) in image.appliance.hardware.disks.enumerated() {
      sealed.append(try await seal(disk, at: index))
    }
    return sealed
  }

  private func seal(_ disk: Hardware.Disk, at index: Int) async throws -> SealedDisk {
    let hardware = image.appliance.hardware
    let source = store.disk(hardware.layerFile(of: disk), of: image.leaf)
    var described = Descriptor.Disk(
      name: disk.name, type: disk == hardware.systemDisk ? "os" : "data", role: disk.role.rawValue,
      index: index, virtualSize: disk.size)
    // Erasable, and nothing to erase: the descriptor says all there is. An installed one is needed for the first boot.
    if disk.role == .scratch, try await QemuImage().isBlank(source) {
      log.write("disk '\(disk.name)' is blank: no file")
      return SealedDisk(described: described, file: nil)
    }
    let path = output.path(of: disk)
    let name = URL(fileURLWithPath: path).lastPathComponent
    let draft = "\(drafts.path)/\(name)"
    log.write("flattening and compressing disk '\(disk.name)', \(source)")
    let compression = image.appliance.compression.rawValue
    try await QemuImage().flatten(source, to: draft, compression: compression)
    described.virtualSize = try await QemuImage().info(draft, format: .qcow2).virtualSize
    described.file = Descriptor.Disk.File(
      path: name, size: FileSystem.size(of: draft) ?? 0, sha256: try sha256(file: draft),
      compression: compression)
    if let file = described.file { log.write("\(file.path): \(file.size) bytes, SHA-256 \(file.sha256)") }
    return SealedDisk(described: described, file: (draft, path))
  }
}
