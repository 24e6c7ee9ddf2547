/// What became of the room that a disk has beyond its last partition.
public enum DiskGrowth: Hashable, Sendable, CustomStringConvertible {
  /// The partition, or whole disk, and what it holds reach to the disk's end now.
  case grown(String, bytes: UInt64)
  /// There is no such room.
  case full
  /// Something stands in the way; in words.
  case kept(reason: String)

  public var description: String {
    switch self {
    case .grown(let device, let bytes):
      "\(device) and its file system grew by \(bytes >> 20) MiB to the disk's end"
    case .full: "the last partition reaches to the disk's end"
    case .kept(let reason): "the disk is larger than its file systems, which stay as they are: \(reason)"
    }
  }
}

extension GuestSession {
  /// Grows the last partition of the one disk, and the file system of the installed system that is on it, to the disk's end; a
  /// GPT's backup moves there. Call it before ``mountSystem()``.
  ///
  /// What could lose data, or be of no use, is not tried: another system's partition, swap, a logical partition.
  /// - Throws: ``GuestError``.
  public func growDisk() throws -> DiskGrowth {
    let root = try findRoot()
    guard let disk = try handle.disks().first else { return .full }
    return try grow(disk, root: root)
  }

  func grow(_ disk: String, root: String) throws -> DiskGrowth {
    // parted's word for a file system on the whole disk is 'loop'.
    guard let table = try? handle.partitionTable(of: disk), ["gpt", "msdos"].contains(table) else {
      return .kept(reason: "it has no partition table that is known here")
    }
    if table == "gpt" { try handle.expandGPT(of: disk) }
    guard let last = try handle.partitions(of: disk).max(by: { $0.start < $1.start }) else { return .full }
    let end = PartitionEnd(
      diskSize: try handle.size(of: disk), sectorSize: try handle.sectorSize(of: disk), isGPT: table == "gpt")
    guard end.byte > last.end, end.byte - last.end > 1 << 20 else { return .full }
    let partition = "\(disk)\(last.number)"
    if table != "gpt", try handle.kind(ofPartition: last.number, on: disk) != "primary" {
      return .kept(reason: "\(partition), the last partition, is not a primary one")
    }
    guard let content = try content(of: partition, root: root) else {
      return .kept(reason: "\(partition), the last partition, holds none of them")
    }
    if content.group != nil { try handle.activateVolumes(false) }
    try handle.resizePartition(last.number, of: disk, lastSector: end.sector)
    if content.group != nil { try handle.activateVolumes(true) }
    if let reason = try grow(content, on: partition) { return .kept(reason: reason) }
    return .grown(partition, bytes: end.byte - last.end)
  }

  /// What a partition holds of the system: a file system, or a volume group.
  private struct Content {
    var mountable: String
    var type: String
    var group: String?
  }

  private func content(of partition: String, root: String) throws -> Content? {
    let type = try handle.fileSystemType(partition)
    if ["ext2", "ext3", "ext4", "xfs", "btrfs"].contains(type) {
      let mounted = try mounts(of: root).map(\.device).first {
        $0 == partition || $0.hasPrefix("btrfsvol:\(partition)/")
      }
      return mounted.map { Content(mountable: $0, type: type) }
    }
    guard type == "LVM2_member", try handle.logicalVolumes().contains(root) else { return nil }
    let group = FolderResolver.name(of: FolderResolver.parent(of: root))
    guard try handle.isPhysicalVolume(partition, of: group) else { return nil }
    return Content(mountable: root, type: try handle.fileSystemType(root), group: group)
  }

  /// Why something was left as it is; nil when all has grown.
  private func grow(_ content: Content, on partition: String) throws -> String? {
    if let group = content.group {
      try handle.growPhysicalVolume(partition)
      let others = try handle.logicalVolumes().filter {
        $0.hasPrefix("/dev/\(group)/") && $0 != content.mountable
          && (try? handle.fileSystemType($0)) != "swap"
      }
      guard others.isEmpty else {
        return
          "volume group \(group) has the new room, and which of its volumes is to have it is not known: use lvextend"
      }
      try handle.growVolume(content.mountable)
    }
    do {
      try growFileSystem(content)
      return nil
    } catch let error as GuestError {
      guard case .call = error else { throw error }
      return "\(partition) has grown, its file system cannot: \(error)"
    }
  }

  private func growFileSystem(_ content: Content) throws {
    if content.type.hasPrefix("ext") { return try handle.growExt(content.mountable) }
    try handle.mount(content.mountable, at: "/")
    defer { try? handle.unmountAll() }
    switch content.type {
    case "xfs": try handle.growXFS(at: "/")
    case "btrfs": try handle.growBtrfs(at: "/")
    default: throw GuestError.call(name: "grow", subject: content.mountable, reason: "it is \(content.type)")
    }
  }
}

/// Where the last partition of a disk may end.
struct PartitionEnd {
  /// Counted from 0.
  let sector: UInt64
  let byte: UInt64

  /// - Parameters:
  ///   - diskSize: bytes.
  ///   - isGPT: keeps 33 sectors free for the backup (UEFI 2.10, 5.3.1); an MBR counts with 32 bits.
  init(diskSize: UInt64, sectorSize: UInt64, isGPT: Bool) {
    let sectors = diskSize / sectorSize
    let usable = isGPT ? sectors - min(sectors, 33) : min(sectors, 1 << 32)
    let alignment = max(1, (1 << 20) / sectorSize)
    let end = max(1, usable / alignment * alignment)
    sector = end - 1
    byte = end * sectorSize - 1
  }
}
