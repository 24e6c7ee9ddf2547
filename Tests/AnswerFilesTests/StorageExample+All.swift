import Recipes

private typealias Partition = Storage.Partition
private typealias Volume = Storage.Volume

private let gibibyte: UInt64 = 1 << 30

private func partition(
  _ use: Storage.Use, _ size: UInt64 = 8, grow: Bool = false, maximum: UInt64? = nil, disk: String? = nil
) -> Partition {
  Partition(
    disk: disk,
    Storage.Extent(size: size * gibibyte, grow: grow, maximum: maximum.map { $0 * gibibyte }), use)
}

private func root(_ filesystem: Storage.FileSystem = .ext4) -> Partition {
  partition(.mount(filesystem, at: "/"), grow: true)
}

private func volume(_ name: StorageName, _ use: Storage.Use, grow: Bool = false) -> Sourced<Volume> {
  Sourced(Volume(name: name, Storage.Extent(size: 2 * gibibyte, grow: grow), use), from: .standard)
}

private func group(_ name: StorageName, _ volumes: [Sourced<Volume>]) -> Storage.VolumeGroup {
  Storage.VolumeGroup(name: name, volumes: volumes)
}

private let boot = partition(.mount(.ext4, at: "/boot"), 1)
private let rootVolume = volume("root", .mount(.ext4, at: "/"), grow: true)
private let varVolume = volume("var", .mount(.ext4, at: "/var"))

/// One member on each disk.
private func members(_ count: Int) -> [Partition] {
  [nil, "second", "third", "fourth"].prefix(count).map { partition(.member(of: "os"), grow: true, disk: $0) }
}

private func mirror(_ level: Storage.RAIDLevel, _ use: Storage.Use) -> [Storage.RAIDArray] {
  [Storage.RAIDArray(name: "os", level: level, use: use)]
}

extension StorageExample {
  /// From the plainest to the most involved.
  static let all = plain + volumes + arrays

  private static let plain = [
    StorageExample("MBR, BIOS", table: .mbr, [root()]),
    StorageExample("GPT, BIOS", [root()]),
    StorageExample("MBR, UEFI", firmware: .uefi, table: .mbr, [root()]),
    StorageExample("GPT, UEFI", firmware: .uefi, [root()]),
    StorageExample(
      "EFI system partition of the recipe's own", firmware: .uefi,
      [partition(.mount(.vfat, at: "/boot/efi"), 1), root()]),
    StorageExample(
      "`/boot`, `/var` and swap apart",
      [boot, root(), partition(.mount(.ext4, at: "/var")), partition(.swap, 1)]),
    StorageExample(
      "six partitions in an MBR", table: .mbr,
      [boot, root(), partition(.swap, 1)]
        + ["/home", "/srv", "/var"].map { partition(.mount(.ext4, at: $0), 2) }),
    StorageExample(
      "growth up to a maximum", [root(), partition(.mount(.ext4, at: "/var"), grow: true, maximum: 12)]),
    StorageExample("a part of the disk unused", [partition(.mount(.ext4, at: "/"))]),
    StorageExample("xfs", [boot, root(.xfs)]),
    StorageExample("btrfs", [boot, root(.btrfs)]),
    StorageExample("vfat for data", [root(), partition(.mount(.vfat, at: "/exchange"), 1)]),
    StorageExample(
      "a second disk", [root(), partition(.mount(.xfs, at: "/srv"), grow: true, disk: "second")]),
  ]

  private static let volumes = [
    StorageExample(
      "LVM, `/var` apart", [boot, partition(.physicalVolume(of: "vg"), grow: true)],
      groups: [group("vg", [rootVolume, varVolume])]),
    StorageExample(
      "LVM, `/boot` in it", [partition(.physicalVolume(of: "vg"), grow: true)],
      groups: [group("vg", [rootVolume])]),
    StorageExample(
      "LVM, room left in the group", [boot, partition(.physicalVolume(of: "vg"), grow: true)],
      groups: [group("vg", [volume("root", .mount(.ext4, at: "/"))])]),
    StorageExample(
      "a volume group over two disks",
      [boot] + [nil, "second"].map { partition(.physicalVolume(of: "vg"), grow: true, disk: $0) },
      groups: [group("vg", [rootVolume])]),
    StorageExample(
      "two volume groups",
      [
        boot, partition(.physicalVolume(of: "vg"), grow: true),
        partition(.physicalVolume(of: "data"), grow: true, disk: "second"),
      ], groups: [group("vg", [rootVolume]), group("data", [varVolume])]),
  ]

  private static let arrays =
    Storage.RAIDLevel.allCases.map { level in
      StorageExample(
        level.rawValue, [boot] + members(level.leastMembers), arrays: mirror(level, .mount(.ext4, at: "/")))
    } + [
      StorageExample("raid1, `/boot` in it", members(2), arrays: mirror(.raid1, .mount(.ext4, at: "/"))),
      StorageExample(
        "raid1, UEFI", firmware: .uefi, members(2), arrays: mirror(.raid1, .mount(.ext4, at: "/"))),
      StorageExample(
        "LVM on raid1", members(2), arrays: mirror(.raid1, .physicalVolume(of: "vg")),
        groups: [group("vg", [rootVolume, varVolume])]),
    ]
}
