import Digests
import Foundation
import Machine
import Planning
import Recipes

/// A disk of an image as its descriptor has it, complete under a hidden name.
struct SealedDisk: Sendable {
  let described: Descriptor.Disk
  /// Where the file is to be; nil for a disk without one.
  let path: String?

  /// Puts the file under its name.
  func commit() throws {
    if let path { try FileSystem.commit(FileSystem.partialPath(for: path), to: path) }
  }
}

/// Flattens and compresses the disks of an image's last layer.
struct DiskSeal: Sendable {
  let store: Store
  let image: PlannedImage
  let output: ImageFiles
  let log: JobLog

  /// Seals every disk; when one cannot be, nothing is left of the others.
  func all() async throws -> [SealedDisk] {
    let disks = image.appliance.hardware.disks
    do {
      var sealed: [SealedDisk] = []
      for (index, disk) in disks.enumerated() { sealed.append(try await seal(disk, at: index)) }
      return sealed
    } catch {
      for disk in disks { try? FileSystem.remove(FileSystem.partialPath(for: output.path(of: disk))) }
      throw error
    }
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
      return SealedDisk(described: described, path: nil)
    }
    let path = output.path(of: disk)
    let partial = FileSystem.partialPath(for: path)
    log.write("flattening and compressing disk '\(disk.name)', \(source)")
    let compression = image.appliance.compression.rawValue
    try await QemuImage().flatten(source, to: partial, compression: compression)
    described.virtualSize = try await QemuImage().info(partial).virtualSize
    described.file = Descriptor.Disk.File(
      path: URL(fileURLWithPath: path).lastPathComponent, size: FileSystem.size(of: partial) ?? 0,
      sha256: try sha256(file: partial), compression: compression)
    if let file = described.file { log.write("\(file.path): \(file.size) bytes, SHA-256 \(file.sha256)") }
    return SealedDisk(described: described, path: path)
  }
}
