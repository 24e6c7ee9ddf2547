import Foundation
import Partitioning
import Recipes

/// A planned disk as it is made on the host: where each file system and swap space is, and what it is called by.
struct BootstrapLayout: Hashable, Sendable {
  /// One partition, in bytes.
  struct Partition: Hashable, Sendable {
    var start: UInt64
    var size: UInt64
    var content: Content
    /// Of its file system or swap space: a UUID, or a FAT serial number such as `1A2B-3C4D`.
    var id: String
    /// Of the partition itself, in a GPT: a UUID.
    var partitionID: String
    /// What an ext4's folders are hashed with: a UUID.
    var hashSeed: String
  }

  /// What is in a partition.
  enum Content: Hashable, Sendable {
    case filesystem(Storage.FileSystem, mount: String)
    case swap
    /// GRUB's second stage, on a GPT disk that BIOS boots.
    case bootLoader
  }

  let table: Storage.Table
  /// Of the partition table: a UUID, or a number of 32 bits as `0x1a2b3c4d`.
  let id: String
  /// Bytes.
  let size: UInt64
  let partitions: [Partition]

  /// - Parameters:
  ///   - disk: of a plan whose problems are none; arrays and volume groups are not made here.
  ///   - ids: of all that has an identifier.
  init(_ disk: PartitionPlan.Disk, ids: DerivedIDs) {
    table = disk.table
    id = disk.table == .gpt ? ids.uuid("disk") : "0x\(ids.uuid("disk").prefix(8))"
    size = disk.disk.size
    partitions = disk.partitions.enumerated().compactMap { index, planned in
      Self.content(planned.content).map {
        Partition(
          start: planned.start, size: planned.size, content: $0,
          id: Self.id(ids.uuid("file system \(index)"), $0),
          partitionID: ids.uuid("partition \(index)"), hashSeed: ids.uuid("hash seed \(index)"))
      }
    }
  }

  private static func content(_ content: PartitionPlan.Content) -> Content? {
    switch content {
    case .bootLoader: .bootLoader
    case .firmware: .filesystem(.vfat, mount: PartitionRules.firmwareMount.text)
    case .written(.mount(let filesystem, let mount)): .filesystem(filesystem, mount: mount.text)
    case .written(.swap): .swap
    case .written(.physicalVolume), .written(.member): nil
    }
  }

  private static func id(_ uuid: String, _ content: Content) -> String {
    guard case .filesystem(.vfat, _) = content else { return uuid }
    let uuid = uuid.uppercased()
    return "\(uuid.prefix(4))-\(uuid.dropFirst(4).prefix(4))"
  }
}

/// A layout in the words of the programs and files that take one.
extension BootstrapLayout {
  /// For sfdisk(8): a line each, in sectors of 512 bytes.
  var partitionTable: String {
    let bootMount = mounts.contains("/boot") ? "/boot" : "/"
    let lines = partitions.map { partition in
      let isBoot = table == .mbr && partition.mount == bootMount
      return "start=\(partition.start / 512), size=\(partition.size / 512), type=\(type(of: partition))"
        + (table == .gpt ? ", uuid=\(partition.partitionID)" : "") + (isBoot ? ", bootable" : "")
    }
    return (["label: \(table == .gpt ? "gpt" : "dos")", "label-id: \(id)"] + lines).map { $0 + "\n" }.joined()
  }

  /// fstab(5), as Debian's installer writes it.
  var fstab: String {
    partitions.compactMap { partition in
      switch partition.content {
      case .bootLoader: nil
      case .swap: "UUID=\(partition.id) none swap sw 0 0\n"
      case .filesystem(.vfat, let mount): "UUID=\(partition.id) \(mount) vfat umask=0077 0 1\n"
      case .filesystem(let filesystem, "/"):
        "UUID=\(partition.id) / \(filesystem.rawValue) errors=remount-ro 0 1\n"
      case .filesystem(let filesystem, let mount):
        "UUID=\(partition.id) \(mount) \(filesystem.rawValue) defaults 0 2\n"
      }
    }.joined()
  }

  /// The mounted partitions, those below another one first.
  var mountedDeepestFirst: [Partition] {
    partitions.filter { $0.mount != nil }.sorted { ($0.mount ?? "").count > ($1.mount ?? "").count }
  }

  private var mounts: [String] { partitions.compactMap(\.mount) }

  /// sfdisk's shortcuts and the type of GRUB's partition (UEFI specification 2.10, table 5.7; GRUB manual, 3.4).
  private func type(of partition: Partition) -> String {
    switch partition.content {
    case .bootLoader: "21686148-6449-6E6F-744E-656564454649"
    case .swap: "S"
    case .filesystem(.vfat, _): "U"
    case .filesystem: "L"
    }
  }
}

extension BootstrapLayout.Partition {
  /// Nil for what is not mounted.
  var mount: String? {
    if case .filesystem(_, let mount) = content { mount } else { nil }
  }
}
