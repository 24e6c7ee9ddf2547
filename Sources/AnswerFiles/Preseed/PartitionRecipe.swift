import Recipes

/// partman-auto's words for what is on one disk.
///
/// A partition is `MINIMUM PRIORITY MAXIMUM FILESYSTEM options… .` with sizes in units of 10⁶ bytes. What is left of the
/// disk is shared among those whose priority exceeds their minimum, in the proportion of the excess. The last one takes
/// what remains, whatever its maximum.
struct PartitionRecipe {
  let layout: DiskLayout
  /// Where GRUB's files are mounted, which an MBR marks; nil where firmware takes no notice.
  let bootMount: String?

  init(_ layout: DiskLayout, bootMount: String?) {
    self.layout = layout
    self.bootMount = bootMount
  }

  /// One for each partition.
  var parts: [Sourced<String>] {
    layout.slots.enumerated().map { index, slot in Sourced(text(slot.value, index), from: slot.origin) }
  }

  /// The least disk that the layout fits on, in bytes; partman falls back to a layout of its own on a smaller one.
  var leastDisk: UInt64 {
    let sizes = layout.slots.map { $0.value == .bootLoader ? 1 : Self.megabytes($0.value.extent.size) }
    // The tables at both ends, and the first partition's alignment.
    return sizes.reduce(0, +) * 1_000_000 + 2 * Self.alignment
  }

  private func text(_ slot: DiskLayout.Slot, _ index: Int) -> String {
    let primary = layout.isPrimary(index) ? " $primary{ }" : ""
    switch slot {
    case .bootLoader: return "1 1 1 free method{ biosgrub } ."
    case .firmware(let extent): return "\(Self.sizes(extent)) free\(primary) method{ efi } format{ } ."
    case .partition(let partition):
      let bootable = layout.table == .mbr && partition.use.mountPoint != nil
      let flags = primary + (bootable && partition.use.mountPoint == bootMount ? " $bootable{ }" : "")
      return "\(Self.sizes(partition.extent)) \(Self.content(partition.use, flags)) ."
    }
  }

  /// Minimum, priority and maximum. The same excess for each that grows: they share alike.
  static func sizes(_ extent: Storage.Extent) -> String {
    let least = megabytes(extent.size)
    guard extent.grow else { return "\(least) \(least) \(least)" }
    return "\(least) \(least + 1000) \(extent.maximum.map { "\(megabytes($0))" } ?? "-1")"
  }

  /// The file system, flags, and what is done with it.
  static func content(_ use: Storage.Use, _ flags: String) -> String {
    switch use {
    case .mount(let filesystem, let mount):
      let name = name(of: filesystem)
      return "\(name)\(flags) method{ format } format{ } use_filesystem{ } filesystem{ \(name) }"
        + " mountpoint{ \(mount) }"
    case .swap: return "linux-swap\(flags) method{ swap } format{ }"
    case .physicalVolume: return "ext4\(flags) method{ lvm }"
    case .member: return "ext4\(flags) method{ raid }"
    }
  }

  /// As parted has it.
  static func name(of filesystem: Storage.FileSystem) -> String {
    filesystem == .vfat ? "fat32" : filesystem.rawValue
  }

  /// Rounded up, and one alignment more: partman cuts partitions to whole MiB.
  static func megabytes(_ bytes: UInt64) -> UInt64 { (bytes + alignment + 999_999) / 1_000_000 }

  private static let alignment: UInt64 = 1 << 20
}
