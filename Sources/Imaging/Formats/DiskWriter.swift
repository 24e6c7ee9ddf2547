import Digests
import Failures
import Files
import Foundation
import Images
import Recipes
import Machine
import Subprocess

/// Writes each disk as a file of its own: `STEM.ENDING` for the one that the system is on, `STEM-DISK.ENDING` for a further one.
struct DiskWriter: FormatWriter {
  let format: ImageFormat

  init(_ format: ImageFormat) { self.format = format }

  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String] {
    var names: [String] = []
    for disk in image.disks where disk.path != nil {
      let name = image.fileName(of: disk, as: format)
      try await image.write(disk, as: format, to: "\(folder)/\(name)", scratch: scratch)
      // The system's first, wherever the machine has it.
      names.insert(name, at: disk.described.type == .os ? 0 : names.endIndex)
    }
    return names
  }
}

extension SealedImage {
  /// What a disk's own file is called.
  func fileName(of disk: Disk, as format: ImageFormat) -> String {
    (disk.described.type == .os ? stem : "\(stem)-\(disk.described.name)") + format.fileEnding
  }

  /// Writes one of its disks as a file; the same disk gives the same bytes.
  ///
  /// - Parameters:
  ///   - format: one whose disks are files.
  ///   - scratch: a folder for what is needed meanwhile.
  /// - Throws: `BuildError`, `SubprocessError`, `CancellationError`.
  public func write(_ disk: Disk, as format: ImageFormat, to path: String, scratch: String) async throws {
    guard let source = disk.path else { return }
    let export = DiskExport(
      source: source, format: disk.format, size: disk.described.virtualSize, qemu: qemu(for: disk),
      identity: try identity(of: disk), scratch: scratch)
    switch format {
    case .qcow2 where origin == .sealed: try await onThread { try Self.copy(source, to: path) }
    case .qcow2: try await export.qemu.flatten(source, format: disk.format, to: path)
    case .raw: try await export.write(.raw, to: path)
    case .rawZstd: try await export.compress(to: path, by: .zstd)
    case .rawXZ: try await export.compress(to: path, by: .xz)
    case .vmdk: try await export.write(.vmdk, to: path)
    case .vdi: try await export.write(.vdi, to: path)
    // Azure: "the virtual size must be a multiple of 1 MiB".
    case .vhd: try await export.write(.vhd, to: path, multipleOf: 1 << 20)
    case .vhdx: try await export.write(.vhdx, to: path)
    case .ova, .ova2, .libvirt, .containerDisk, .incus, .vagrant, .kernel:
      preconditionFailure("\(format.rawValue) is a bundle")
    }
  }

  /// What is in a disk that was not made here must not use up the host.
  private func qemu(for disk: Disk) -> QemuImage {
    guard origin == .foreign else { return QemuImage() }
    let size = disk.described.virtualSize
    // Formats have tables beside the data.
    return QemuImage(limitingFilesTo: size + size / 64 + (64 << 20))
  }

  /// Follows from the disk's content, and tells the disks of one image apart.
  private func identity(of disk: Disk) throws -> ImageIdentity {
    let text = "\(disk.described.name) \(disk.described.file?.digest ?? stem)"
    let digits = Array(sha256(Array(text.utf8)))
    let seed = stride(from: 0, to: 64, by: 2).compactMap {
      UInt8(String(digits[$0..<$0 + 2]), radix: 16)
    }
    return ImageIdentity(seed: seed)
  }

  private static func copy(_ source: String, to path: String) throws {
    let draft = try Draft(for: path)
    try draft.fill(from: source) { _ in }
    try draft.commit()
  }
}

/// One disk on its way into a file of another format.
private struct DiskExport: Sendable {
  let source: String
  let format: DiskFormat
  /// Bytes that the guest sees.
  let size: UInt64
  let qemu: QemuImage
  let identity: ImageIdentity
  let scratch: String

  func write(_ target: DiskFormat, to path: String, multipleOf unit: UInt64 = 1) async throws {
    let rounded = (size + unit - 1) / unit * unit
    try await qemu.export(
      source, format: format, to: path, as: target, size: rounded == size ? nil : rounded, identity: identity,
      scratch: scratch)
  }

  /// Levels are fixed, and one thread compresses: the same disk gives the same bytes on any host.
  enum Compressor {
    case zstd, xz
  }

  /// qemu-img writes a raw disk to no pipe: it is a file first, in which what is zero takes no room.
  func compress(to path: String, by compressor: Compressor) async throws {
    let raw = "\(scratch)/\(URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent)"
    try await write(.raw, to: raw)
    defer { try? FileSystem.remove(raw) }
    switch compressor {
    case .zstd:
      try await checked(Command("zstd", ["-q", "-f", "-9", "-T1", "-o", path, "--", raw]))
    case .xz:
      // Blocks that can be read in any order, as nbdkit's xz filter wants them.
      try await checked(Command("xz", ["-q", "-f", "-k", "-6", "-T1", "--block-size=16MiB", "--", raw]))
      try FileSystem.move("\(raw).xz", to: path)
    }
  }
}
