import Partitioning
import Recipes

/// partman-auto's words for what is on one disk.
///
/// A partition is `MINIMUM PRIORITY MAXIMUM FILESYSTEM options… .` with sizes in units of 10⁶ bytes. What is left of the
/// disk is shared among those whose priority exceeds their minimum, in the proportion of the excess. The last one takes
/// what remains, whatever its maximum.
struct PartitionRecipe {
  let plan: PartitionPlan
  let disk: PartitionPlan.Disk
  /// Where GRUB's files are mounted, which an MBR marks; nil where firmware takes no notice.
  let bootMount: MountPoint?

  init(_ disk: PartitionPlan.Disk, of plan: PartitionPlan, bootMount: MountPoint?) {
    self.plan = plan
    self.disk = disk
    self.bootMount = bootMount
  }

  /// One for each partition.
  var parts: [Sourced<String>] {
    disk.partitions.map { Sourced(text($0), from: $0.origin) }
  }

  private func text(_ partition: PartitionPlan.Partition) -> String {
    let primary = partition.isPrimary ? " $primary{ }" : ""
    let sizes = Self.sizes(partition.extent)
    if plan.isFirmware(partition) { return "\(sizes) free\(primary) method{ efi } format{ } ." }
    guard let use = partition.use else { return "1 1 1 free method{ biosgrub } ." }
    let isBoot = disk.table == .mbr && use.mountPoint != nil && use.mountPoint == bootMount
    return "\(sizes) \(Self.content(use, primary + (isBoot ? " $bootable{ }" : ""))) ."
  }

  /// Minimum, priority and maximum. The same excess for each that grows: they share alike.
  static func sizes(_ extent: Storage.Extent) -> String {
    let least = PartitionUnit.megabytes(extent.size)
    guard extent.grow else { return "\(least) \(least) \(least)" }
    return "\(least) \(least + 1000) \(extent.maximum.map { "\(PartitionUnit.megabytes($0))" } ?? "-1")"
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
}
