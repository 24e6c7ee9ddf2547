import Recipes

/// What a layout must be for partman-auto to follow it: it would not fail, but quietly do otherwise.
extension PreseedRenderer {
  mutating func checkStorage() {
    let partitions = install.storage.partitions
    partitions.forEach { check($0.value, at: $0.origin) }
    checkMounts(partitions)
    checkDisk()
    if !partitions.isEmpty, !partitions.contains(where: \.value.extent.grow) {
      report("no partition grows; preseed cannot leave part of a disk unused, so one must take the rest")
    }
    if appliance.system.architecture != "x86_64" {
      report("\(appliance.system.architecture): only disks that BIOS boots (x86_64) are supported yet")
    }
  }

  private mutating func check(_ partition: Storage.Partition, at origin: Origin) {
    switch partition.use {
    case .mount(_, let mount): Rule.mountPoint.check(mount, "storage: mount", at: origin, &problems)
    case .swap: break
    case .physicalVolume, .member: report("LVM and RAID are not supported yet", at: origin)
    }
    if partition.extent.size == 0 || partition.extent.size > Self.largest {
      report("a partition's size must be between 1 byte and 1 PiB", at: origin)
    }
  }

  private mutating func checkMounts(_ partitions: [Sourced<Storage.Partition>]) {
    var seen: Set<String> = []
    for partition in partitions {
      guard let mount = partition.value.use.mountPoint, !seen.insert(mount).inserted else { continue }
      report("two partitions are mounted at '\(mount)'", at: partition.origin)
    }
    if !seen.contains("/") { report("no partition is mounted at '/'") }
  }

  private mutating func checkDisk() {
    let disks = appliance.hardware.disks
    guard let index = disks.firstIndex(where: { $0.role == .system }), index < 26 else {
      return report("none of the first 26 disks has the role 'system'")
    }
    guard install.storage.partitions.allSatisfy({ $0.value.extent.size <= Self.largest }) else { return }
    let (needed, size) = (PartitionRecipe(install.storage).leastDisk, disks[index].size)
    if needed > size {
      report(
        "the partitions need a disk of \(mebibytes(needed)), but '\(disks[index].name)' has \(mebibytes(size))"
      )
    }
    if install.storage.table.value == .mbr, size > 2 << 40 {
      report("an MBR reaches no further than 2 TiB of disk '\(disks[index].name)'; use gpt")
    }
  }

  private static let largest: UInt64 = 1 << 50

  private mutating func report(_ message: String, at origin: Origin? = nil) {
    problems.append(AnswerFileProblem("storage: \(message)", at: origin ?? install.storage.table.origin))
  }
}

/// Rounded up.
private func mebibytes(_ bytes: UInt64) -> String { "\((bytes + (1 << 20) - 1) >> 20) MiB" }
