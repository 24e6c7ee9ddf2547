public import Recipes

/// What is on each disk of a machine, in the order of the disk: a recipe's partitions and those that its firmware needs, with
/// the place and size of each.
///
/// It is worked out in one way for all; what an installer does otherwise than others stands in ``PartitionRules``.
public struct PartitionPlan: Hashable, Sendable {
  /// One disk of the machine; without partitions where nothing is to be on it.
  public struct Disk: Hashable, Sendable {
    public let disk: Hardware.Disk
    /// As Linux names it, such as `vda`: the machine's disks are virtio ones, in the order given.
    public let name: String
    public let table: Storage.Table
    /// Whether the boot loader is written to it.
    public let isBooted: Bool
    public internal(set) var partitions: [Partition] = []
    /// Bytes that it must have at the least for its partitions and its table.
    public internal(set) var least: UInt64 = 0

    /// Such as `/dev/vda`.
    public var device: String { "/dev/\(name)" }
  }

  /// One partition.
  public struct Partition: Hashable, Sendable {
    public let content: Content
    /// What is asked for.
    public let extent: Storage.Extent
    /// Where the recipe says so; the table's place for what the firmware needs.
    public let origin: Origin
    /// In the partition table, from 1; those in an extended partition from 5.
    public internal(set) var number = 0
    /// Whether it has one of the four entries of an MBR. On a GPT disk there is no such thing.
    public internal(set) var isPrimary = false
    /// Whether it is in an extended partition of an MBR.
    public internal(set) var isLogical = false
    /// Bytes from the beginning of the disk.
    public internal(set) var start: UInt64 = 0
    /// Bytes, whole MiB: what it gets where nobody else works that out.
    public internal(set) var size: UInt64 = 0

    /// What the recipe uses it for; nil for what the firmware needs.
    public var use: Storage.Use? {
      if case .written(let use) = content { use } else { nil }
    }
  }

  /// What a partition is.
  public enum Content: Hashable, Sendable {
    /// GRUB's second stage, which a BIOS finds on a GPT disk in a partition of its own.
    case bootLoader
    /// An EFI system partition that no recipe writes (UEFI Specification, section 13.3), and whether the system mounts it.
    case firmware(isMounted: Bool)
    /// One that the recipe writes.
    case written(Storage.Use)
  }

  public let storage: Storage
  public let firmware: Hardware.Firmware
  public let rules: PartitionRules
  /// In the machine's order; no more than the 26 that Linux names by one letter.
  public private(set) var disks: [Disk] = []
  /// The machine's name of the disk that holds the system; nil without one.
  private let systemName: String?

  public init(_ appliance: Appliance, rules: PartitionRules) {
    storage = appliance.install.storage
    firmware = appliance.hardware.firmware
    self.rules = rules
    let hardware = appliance.hardware
    systemName = hardware.disks.first { $0.role == .system }?.name
    let booted = rules.booted(storage, firmware: firmware, system: systemName)
    for (disk, letter) in zip(hardware.disks, "abcdefghijklmnopqrstuvwxyz") {
      add(
        Disk(
          disk: disk, name: "vd\(letter)", table: storage.table.value, isBooted: booted.contains(disk.name)))
    }
  }

  /// The disk that holds the system; nil when none of those that have a name does.
  public var system: Disk? { disks.first { $0.disk.name == systemName } }

  /// The disk that a partition of the recipe is on; nil when it is none of the plan's.
  public func disk(of partition: Storage.Partition) -> Disk? {
    let wanted = partition.disk ?? systemName
    return disks.first { $0.disk.name == wanted }
  }

  /// Whether a partition is the one that UEFI firmware boots from.
  public func isFirmware(_ partition: Partition) -> Bool {
    if case .firmware = partition.content { return true }
    return firmware.isUEFI && partition.use?.mountPoint == PartitionRules.firmwareMount
  }

  private mutating func add(_ empty: Disk) {
    var disk = empty
    let own = storage.partitions.filter { ($0.value.disk ?? systemName) == disk.disk.name }
    disk.partitions =
      (forFirmware(of: disk, own: own.map(\.value)).map { content, size in
        Partition(content: content, extent: Storage.Extent(size: size), origin: storage.table.origin)
      }) + own.map { Partition(content: .written($0.value.use), extent: $0.value.extent, origin: $0.origin) }
    guard !disk.partitions.isEmpty else { return disks.append(disk) }
    disk.number()
    disk.layOut(rules.unit)
    disks.append(disk)
  }

  /// What the firmware needs on a disk, with its size.
  private func forFirmware(of disk: Disk, own: [Storage.Partition]) -> [(Content, UInt64)] {
    guard disk.isBooted else { return [] }
    switch firmware {
    case .bios: return disk.table == .gpt ? [(.bootLoader, bytesPerMebibyte)] : []
    case .uefi, .uefiSecure:
      let isWritten = storage.uses.contains { $0.value.mountPoint == PartitionRules.firmwareMount }
      let isHere = own.contains { $0.use.mountPoint == PartitionRules.firmwareMount }
      // One that the system does not mount helps the firmware when the disk with the other is gone.
      guard rules.bootsEachMember ? !isHere : !isWritten else { return [] }
      let isFirst = !disks.contains(where: \.isBooted)
      return [(.firmware(isMounted: !isWritten && isFirst), rules.firmwareSize)]
    }
  }
}

extension PartitionPlan.Disk {
  /// An MBR has four entries: when they do not suffice, all but three partitions go into an extended one.
  fileprivate mutating func number() {
    let primaries = table == .gpt || partitions.count <= 4 ? partitions.count : 3
    for index in partitions.indices {
      partitions[index].isLogical = index >= primaries
      partitions[index].isPrimary = table == .mbr && index < primaries
      partitions[index].number = index < primaries ? index + 1 : index + 2
    }
  }

  /// The table and the first partition's alignment at the start, the table's copy at the end; a record before each logical one.
  fileprivate mutating func layOut(_ unit: PartitionUnit) {
    let tables = bytesPerMebibyte * UInt64(2 + partitions.count(where: \.isLogical))
    least = partitions.map(unit.room).reduce(tables, adding)
    let needed = partitions.map { PartitionUnit.mebibytes($0.extent.size) }.reduce(tables, adding)
    let room = max(disk.size / bytesPerMebibyte * bytesPerMebibyte, needed) - tables
    var place = bytesPerMebibyte
    for (index, size) in zip(partitions.indices, shares(of: room, among: partitions.map(\.extent))) {
      if partitions[index].isLogical { place = adding(place, bytesPerMebibyte) }
      partitions[index].start = place
      partitions[index].size = size
      place = adding(place, size)
    }
  }
}

/// What is too much for 64 bits stays the most that there is: it fits nowhere.
func adding(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  return overflow ? .max : sum
}
