import Partitioning
import Recipes

/// What a layout must be for the disk to be made on the host, file system by file system.
extension BootstrapRenderer {
  mutating func checkStorage() {
    let storage = install.storage
    storage.partitions.forEach { check($0.value, at: $0.origin) }
    for array in storage.arrays { refuse("RAID ('\(array.value.name)')", at: array.origin) }
    for group in storage.volumeGroups { refuse("LVM ('\(group.value.name)')", at: group.origin) }
    let mounts = storage.partitions.compactMap(\.value.use.mountPoint)
    let esp = mounts.contains(PartitionRules.firmwareMount)
    if esp, appliance.hardware.firmware == .bios {
      report("a partition at /boot/efi, but the machine's firmware is bios", at: storage.table.origin)
    }
    let plan = PartitionPlan(appliance, rules: .bootstrap)
    guard let system = plan.system else {
      return report("none of the first 26 disks has the role 'system'", at: storage.table.origin)
    }
    if system.partitions.contains(where: \.isLogical) {
      report("bootstrap makes at most four partitions on an MBR disk; use gpt", at: storage.table.origin)
    }
    for problem in plan.problems { report(problem.value, at: problem.origin) }
  }

  private mutating func check(_ partition: Storage.Partition, at origin: Origin) {
    let system = appliance.hardware.disks.first { $0.role == .system }?.name
    if let disk = partition.disk, disk != system { refuse("partitions on disk '\(disk)'", at: origin) }
    switch partition.use {
    case .mount(let filesystem, let mount):
      if filesystem != .ext4, mount != PartitionRules.firmwareMount {
        refuse(filesystem.rawValue, at: origin)
      }
      if filesystem != .vfat, mount == PartitionRules.firmwareMount {
        report("/boot/efi must be vfat", at: origin)
      }
    case .swap, .physicalVolume, .member: break
    }
  }

  private mutating func refuse(_ what: String, at origin: Origin) {
    report("bootstrap cannot make \(what), only ext4 and swap on partitions; use an installer", at: origin)
  }

  private mutating func report(_ message: String, at origin: Origin) {
    script.report("storage: \(message)", at: origin)
  }
}
