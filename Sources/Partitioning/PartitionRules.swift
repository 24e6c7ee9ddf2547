public import Recipes

/// Where those that make partitions differ: each installer has its rules, and so has a bootstrap.
public struct PartitionRules: Hashable, Sendable {
  /// Bytes of the EFI system partition when a recipe writes none.
  public let firmwareSize: UInt64
  /// Whether the boot loader goes to every disk that holds a part of what is booted, whatever the firmware; else to the system
  /// disk and, for a BIOS, to the members of the array that is booted.
  public let bootsEachMember: Bool
  /// How it counts room.
  public let unit: PartitionUnit

  /// Where a system has the EFI system partition.
  public static let firmwareMount: MountPoint = "/boot/efi"

  /// 512 MiB, as Debian's own recipes have it.
  public static let debianInstaller = PartitionRules(
    firmwareSize: 512 << 20, bootsEachMember: false, unit: .partman)
  /// 200 MiB, as Anaconda gives an EFI system partition at least.
  public static let anaconda = PartitionRules(
    firmwareSize: 200 << 20, bootsEachMember: false, unit: .mebibyte)
  /// 512 MiB: room for a second boot loader beside Ubuntu's.
  public static let subiquity = PartitionRules(
    firmwareSize: 512 << 20, bootsEachMember: true, unit: .mebibyte)
  /// Of the disks that are made on the host.
  public static let bootstrap = PartitionRules(
    firmwareSize: 256 << 20, bootsEachMember: false, unit: .mebibyte)

  /// The names of the disks that the boot loader is written to.
  func booted(_ storage: Storage, firmware: Hardware.Firmware, system: String?) -> Set<String> {
    let members =
      bootsEachMember
      ? storage.partitions { $0.mountPoint == storage.bootMount }
      : firmware == .bios ? storage.membersOfBootArrays : []
    let disks = members.compactMap { $0.disk ?? system }
    return Set(bootsEachMember ? disks : disks + [system].compactMap(\.self))
  }
}

/// How room on a disk is counted.
public enum PartitionUnit: Hashable, Sendable {
  case mebibyte
  /// partman counts in 10⁶ bytes, and cuts partitions to whole MiB, which may take one more.
  case partman

  /// Rounded up to whole MiB.
  public static func mebibytes(_ bytes: UInt64) -> UInt64 {
    bytes % bytesPerMebibyte == 0 ? bytes : adding(bytes - bytes % bytesPerMebibyte, bytesPerMebibyte)
  }

  /// partman's number for a size in bytes, rounded up.
  public static func megabytes(_ bytes: UInt64) -> UInt64 {
    adding(bytes, bytesPerMebibyte + 999_999) / 1_000_000
  }

  /// Bytes that a partition takes at the least.
  func room(of partition: PartitionPlan.Partition) -> UInt64 {
    switch self {
    case .mebibyte: Self.mebibytes(partition.extent.size)
    // partman's own recipes ask for the least there is.
    case .partman where partition.content == .bootLoader: 1_000_000
    case .partman: Self.megabytes(partition.extent.size) * 1_000_000
    }
  }
}

let bytesPerMebibyte: UInt64 = 1 << 20

extension Storage {
  /// Where the boot loader finds its files.
  public var bootMount: MountPoint { uses.contains { $0.value.mountPoint == "/boot" } ? "/boot" : "/" }

  /// The arrays that hold them, by name.
  public var bootArrays: Set<StorageName> {
    let groups = volumeGroups.filter { group in
      group.value.volumes.contains { $0.value.use.mountPoint == bootMount }
    }
    let boots = arrays.filter { array in
      array.value.use.mountPoint == bootMount
        || groups.contains { array.value.use == .physicalVolume(of: $0.value.name) }
    }
    return Set(boots.map(\.value.name))
  }

  fileprivate var membersOfBootArrays: [Partition] {
    let names = bootArrays
    return partitions.map(\.value).filter {
      if case .member(let array) = $0.use { names.contains(array) } else { false }
    }
  }

  /// The partitions that something lies on, through arrays and volume groups.
  fileprivate func partitions(under matches: (Use) -> Bool) -> [Partition] {
    let arrays = self.arrays.filter { matches($0.value.use) }
    let groups = volumeGroups.filter { $0.value.volumes.contains { matches($0.value.use) } }
    return partitions.map(\.value).filter { matches($0.use) }
      + arrays.flatMap { array in partitions(under: { $0 == .member(of: array.value.name) }) }
      + groups.flatMap { group in partitions(under: { $0 == .physicalVolume(of: group.value.name) }) }
  }
}
