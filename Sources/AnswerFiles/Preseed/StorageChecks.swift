import Diagnostics
import Recipes

/// What a layout must be for partman to follow it: it would not fail, but quietly do otherwise or wait for an answer.
extension PreseedRenderer {
  mutating func checkStorage(_ layouts: [DiskLayout]) {
    let storage = install.storage
    for partition in storage.partitions { check(partition.value.extent, "partition", at: partition.origin) }
    for volume in storage.volumeGroups.flatMap(\.value.volumes) {
      check(volume.value.extent, "volume", at: volume.origin)
    }
    for use in storage.uses { check(use.value, at: use.origin) }
    checkMounts()
    checkNames()
    guard layouts.contains(where: isSystem) else {
      return report("none of the first 26 disks has the role 'system'")
    }
    guard !hasUnfitSize else { return }
    for layout in layouts { check(layout) }
    for group in storage.volumeGroups { check(group, in: layouts) }
  }

  /// Sums of what is larger could overflow.
  private var hasUnfitSize: Bool {
    let volumes = install.storage.volumeGroups.flatMap { $0.value.volumes.map(\.value.extent) }
    return (install.storage.partitions.map(\.value.extent) + volumes).contains { $0.size > Self.largest }
  }

  private mutating func check(_ extent: Storage.Extent, _ kind: String, at origin: Origin) {
    if extent.size == 0 || extent.size > Self.largest {
      report("a \(kind)'s size must be between 1 byte and 1 PiB", at: origin)
    }
  }

  private mutating func check(_ use: Storage.Use, at origin: Origin) {
    guard case .mount(let filesystem, let mount) = use else { return }
    Rule.mountPoint.check(mount, "storage: mount", at: origin, &problems)
    if filesystem == .vfat, Self.ownersNeeded.contains(mount) {
      report("preseed cannot mount vfat at '\(mount)', where files need owners and modes", at: origin)
    }
  }

  private mutating func checkMounts() {
    var seen: Set<String> = []
    for use in install.storage.uses {
      guard let mount = use.value.mountPoint, !seen.insert(mount).inserted else { continue }
      report("two partitions are mounted at '\(mount)'", at: use.origin)
    }
    if !seen.contains("/") { report("no partition is mounted at '/'") }
    guard appliance.hardware.firmware == .uefi else { return }
    let partitions = install.storage.partitions.map(\.value.use)
    for use in install.storage.uses where use.value.isFirmware {
      if case .mount(.vfat, _) = use.value, partitions.contains(use.value) { continue }
      report("UEFI firmware reads '/boot/efi' only from a partition with vfat", at: use.origin)
    }
  }

  private mutating func checkNames() {
    for group in install.storage.volumeGroups {
      Rule.storageName.check(group.value.name, "storage: volume group", at: group.origin, &problems)
      for volume in group.value.volumes {
        Rule.storageName.check(volume.value.name, "storage: volume", at: volume.origin, &problems)
      }
    }
    for array in install.storage.arrays {
      Rule.storageName.check(array.value.name, "storage: array", at: array.origin, &problems)
    }
  }

  private mutating func check(_ layout: DiskLayout) {
    let (disk, partitions) = (layout.disk, layout.partitions)
    guard !partitions.isEmpty else {
      if isSystem(layout), !install.storage.partitions.isEmpty {
        report("preseed needs a partition on the system disk '\(disk.name)'")
      }
      return
    }
    if !partitions.contains(where: { $0.value.extent.grow && $0.value.extent.maximum == nil }) {
      report(
        "no partition of disk '\(disk.name)' grows without a 'maximum'; preseed cannot leave part of a disk unused,"
          + " so one must take the rest", at: partitions.last?.origin)
    }
    let (needed, size) = (PartitionRecipe(layout, bootMount: nil).leastDisk, disk.size)
    if needed > size {
      report("the partitions need a disk of \(mebibytes(needed)), but '\(disk.name)' has \(mebibytes(size))")
    }
    if layout.table == .mbr, size > 2 << 40 {
      report("an MBR reaches no further than 2 TiB of disk '\(disk.name)'; use gpt")
    }
  }

  /// partman-auto-lvm asks for another size when the volumes do not fit.
  private mutating func check(_ group: Sourced<Storage.VolumeGroup>, in layouts: [DiskLayout]) {
    let room = StorageRoom(install.storage, layouts: layouts).room(in: group.value.name)
    let needed = VolumeRecipe(group).leastRoom
    guard needed > room else { return }
    let name = "volume group '\(group.value.name)'"
    report(
      "the volumes of \(name) need \(mebibytes(needed)), but its partitions may have no more than"
        + " \(room >> 20) MiB", at: group.origin)
  }

  private static let largest: UInt64 = 1 << 50

  /// Where partman-basicfilesystems refuses a file system without owners and modes.
  private static let ownersNeeded: Set = [
    "/", "/boot", "/home", "/opt", "/srv", "/tmp", "/usr", "/usr/local", "/var",
  ]

  private mutating func report(_ message: String, at origin: Origin? = nil) {
    problems.append(Diagnostic("storage: \(message)", from: origin ?? install.storage.table.origin))
  }
}

/// Rounded up.
private func mebibytes(_ bytes: UInt64) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }
