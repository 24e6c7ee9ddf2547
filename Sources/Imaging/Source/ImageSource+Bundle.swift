import Failures
import Files
import Foundation
import Images
import Machine
import Recipes

extension ImageSource {
  /// Bytes that no file may unpack to more than: a zip bomb's, not a disk's.
  private static let most: UInt64 = 256 << 30

  /// The same with disks that can be opened: those that are compressed or packed into one file are taken out of it. Any other stays as it
  /// is.
  ///
  /// Whoever opens a source's disks calls this first.
  /// - Parameter folder: where they are put; on a disk with room for them, and the caller's to remove.
  /// - Throws: `ArchiveError`, `UnusableImage`, `FileError`.
  func unpacked(in folder: String) async throws -> ImageSource {
    guard bundle != nil || disks.contains(where: \.isCompressed) else { return self }
    var source = self
    source.bundle = nil
    source.disks = try await onThread { [bundle, disks] in
      if let bundle { return try Self.disks(of: bundle, in: folder, as: disks) }
      return try disks.enumerated().map { try Self.decompressed($1, in: "\(folder)/disk-\($0)") }
    }
    return source
  }

  /// - Parameter described: what is known of them; as many, where it is anything.
  private static func disks(of bundle: String, in folder: String, as described: [Disk]) throws -> [Disk] {
    let found = try ImageUnpacking(folder: folder, limit: most).disks(in: bundle)
    guard described.isEmpty || described.count == found.count else {
      throw UnusableImage(
        name: bundle, reason: "it holds \(found.count) disks, and its descriptor names \(described.count)")
    }
    return try found.enumerated().map { index, disk in
      let name = described.isEmpty ? nil : described[index].name
      guard let path = disk.path else { return Disk(name: name, size: disk.size) }
      return Disk(name: name, path: path, format: try ImageProbe.format(ofFile: path, name: bundle))
    }
  }

  private static func decompressed(_ disk: Disk, in folder: String) throws -> Disk {
    guard disk.isCompressed, let path = disk.path else { return disk }
    try FileSystem.makeFolder(folder)
    var disk = disk
    disk.path = try ImageUnpacking(folder: folder, limit: most).image(in: path)
    disk.isCompressed = false
    return disk
  }
}

extension Descriptor {
  /// The file that all disks are packed into; nil where each has its own. Of a bundle every disk has the path.
  var bundle: Artifact? {
    guard let disk = disks.first(where: { $0.file != nil && !$0.format.isDisk }) else { return nil }
    // Its first file says nothing of the disk.
    let qcow2 = artifacts?.first { $0.format == .incus && $0.path.hasSuffix(".qcow2") }
    return disk.format == .incus ? qcow2 ?? disk.file : disk.file
  }

  /// The same with the files of the format that one of its files is in, so that this is what is opened; nil where it has no such file.
  func withFiles(like name: String) -> Descriptor? {
    if disks.contains(where: { $0.file?.path == name }) { return self }
    guard let named = artifacts?.first(where: { $0.path == name }), let format = named.format else {
      return nil
    }
    guard format != .kernel else { return self }
    var result = self
    // Disks' own: the system's first, then the others in the machine's order.
    var files = (artifacts ?? []).filter { $0.format == format }[...]
    let system = files.popFirst()
    for (index, disk) in disks.enumerated() where !format.isDisk || disk.role != .scratch || disk.file != nil
    {
      result.disks[index].file = !format.isDisk ? named : disk.type == .os ? system : files.popFirst()
      result.disks[index].format = format
    }
    return result
  }
}
