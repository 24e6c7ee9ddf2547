import Archive
import Files
import Foundation
import Images
import Recipes
import Machine

/// The disks of an image as files that a bundle is made of.
struct BundleFiles {
  let image: SealedImage
  /// Of the files: one whose disks are files.
  let format: ImageFormat
  let scratch: String

  /// A file of a disk, and where it is until it is packed up.
  struct Disk {
    var described: BundledDisk
    var path: String
  }

  /// Makes them, in the machine's order. An empty disk has a file, too: not every reader can make one.
  ///
  /// - Parameter name: of a disk's file in the bundle.
  func disks(named name: (_ index: Int, SealedImage.Disk) -> String) async throws -> [Disk] {
    var disks: [Disk] = []
    for (index, disk) in image.disks.enumerated() {
      let path = try await file(of: disk, at: index)
      guard let size = FileSystem.size(of: path) else { throw FileError.system("cannot read \(path)", path) }
      let described = BundledDisk(
        file: name(index, disk), size: size, capacity: disk.described.virtualSize)
      disks.append(Disk(described: described, path: path))
    }
    return disks
  }

  /// Under the names that the disks' own files have.
  func disks() async throws -> [Disk] {
    try await disks { _, disk in image.fileName(of: disk, as: format) }
  }

  private func file(of disk: SealedImage.Disk, at index: Int) async throws -> String {
    var disk = disk
    if disk.path == nil {
      let blank = "\(scratch)/blank-\(index).qcow2"
      try await QemuImage().create(blank, size: disk.described.virtualSize)
      (disk.path, disk.format) = (blank, .qcow2)
      if format == .qcow2 { return blank }
    } else if format == .qcow2, image.origin == .sealed, let path = disk.path {
      return path
    }
    let path = "\(scratch)/disk-\(index)\(format.fileEnding)"
    try await image.write(disk, as: format, to: path, scratch: scratch)
    return path
  }
}

/// An archive in the making whose bytes follow from what is put into it: entries in that order, no times, nobody's but root's.
struct BundleArchive {
  private var items: [(entry: ArchiveEntry, content: Content)] = []

  private enum Content {
    case data(Data)
    case file(String)
  }

  mutating func add(_ name: String, _ data: Data) {
    items.append((ArchiveEntry(path: name, kind: .file, mode: 0o644), .data(data)))
  }

  mutating func add(_ name: String, _ text: String) { add(name, Data(text.utf8)) }

  mutating func add(_ name: String, contentsOf path: String) {
    add(ArchiveEntry(path: name, kind: .file, mode: 0o644), contentsOf: path)
  }

  mutating func add(_ entry: ArchiveEntry, contentsOf path: String) { items.append((entry, .file(path))) }

  mutating func add(folder entry: ArchiveEntry) { items.append((entry, .data(Data()))) }

  /// - Throws: `ArchiveError`, and what keeps a file from being read.
  func write(to path: String, compression: ArchiveWriter.Compression = .none) async throws {
    let items = items
    try await onThread {
      let writer = try ArchiveWriter(path: path, format: .tar, compression: compression)
      for (entry, content) in items {
        switch content {
        case .data(let data): try writer.add(entry, data: data)
        case .file(let path): try writer.add(entry, contentsOf: path)
        }
      }
      try writer.finish()
    }
  }
}
