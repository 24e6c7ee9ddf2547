import Diagnostics
import Partitioning
import Recipes

/// What a layout must be for partman to follow it: it would not fail, but quietly do otherwise or wait for an answer.
extension PreseedRenderer {
  mutating func checkStorage(_ plan: PartitionPlan) {
    let storage = install.storage
    for partition in storage.partitions { check(partition.value.extent, "partition", at: partition.origin) }
    for volume in storage.volumeGroups.flatMap(\.value.volumes) {
      check(volume.value.extent, "volume", at: volume.origin)
    }
    for use in storage.uses { check(use.value, at: use.origin) }
    checkFirmwareMount()
    guard plan.system != nil else { return report("none of the first 26 disks has the role 'system'") }
    guard !hasUnfitSize else { return }
    for disk in plan.disks { check(disk, of: plan) }
    for problem in plan.problems { report(problem.value, at: problem.origin) }
  }

  /// That it does not fit needs not be said, too.
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
    if filesystem == .vfat, Self.ownersNeeded.contains(mount) {
      report("preseed cannot mount vfat at '\(mount)', where files need owners and modes", at: origin)
    }
  }

  private mutating func checkFirmwareMount() {
    guard appliance.hardware.firmware.isUEFI else { return }
    let partitions = install.storage.partitions.map(\.value.use)
    for use in install.storage.uses where use.value.mountPoint == PartitionRules.firmwareMount {
      if case .mount(.vfat, _) = use.value, partitions.contains(use.value) { continue }
      report("UEFI firmware reads '/boot/efi' only from a partition with vfat", at: use.origin)
    }
  }

  private mutating func check(_ disk: PartitionPlan.Disk, of plan: PartitionPlan) {
    let partitions = disk.partitions.filter { $0.use != nil && !plan.isFirmware($0) }
    guard !partitions.isEmpty else {
      if disk.name == plan.system?.name, !install.storage.partitions.isEmpty {
        report("preseed needs a partition on the system disk '\(disk.disk.name)'")
      }
      return
    }
    if !partitions.contains(where: { $0.extent.grow && $0.extent.maximum == nil }) {
      report(
        "no partition of disk '\(disk.disk.name)' grows without a 'maximum'; preseed cannot leave part of a disk unused,"
          + " so one must take the rest", at: partitions.last?.origin)
    }
  }

  private static let largest: UInt64 = 1 << 50

  /// Where partman-basicfilesystems refuses a file system without owners and modes.
  private static let ownersNeeded: Set<MountPoint> = [
    "/", "/boot", "/home", "/opt", "/srv", "/tmp", "/usr", "/usr/local", "/var",
  ]

  private mutating func report(_ message: String, at origin: Origin? = nil) {
    problems.append(Diagnostic("storage: \(message)", from: origin ?? install.storage.table.origin))
  }
}
