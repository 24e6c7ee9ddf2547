import Diagnostics
import Recipes

/// A layout in curtin's terms: the disks that have partitions, and which of them the firmware starts from.
struct CurtinLayout {
  let storage: Storage
  private(set) var disks: [CurtinDisk] = []
  private(set) var problems: [Diagnostic] = []

  init(_ appliance: Appliance) {
    storage = appliance.install.storage
    check(appliance)
    guard problems.isEmpty else { return }
    let hardware = appliance.hardware
    let system = hardware.disks.first { $0.role == .system }?.name
    let booted = Set(partitions(under: bootUse).map { $0.value.disk ?? system })
    let letters = "abcdefghijklmnopqrstuvwxyz"
    for (disk, letter) in zip(hardware.disks, letters) {
      let own = storage.partitions.filter { ($0.value.disk ?? system) == disk.name }
      guard !own.isEmpty else { continue }
      add(disk, "/dev/vd\(letter)", own, boots: booted.contains(disk.name), hardware.firmware)
    }
  }

  private mutating func add(
    _ disk: Hardware.Disk, _ device: String, _ own: [Sourced<Storage.Partition>], boots: Bool,
    _ firmware: Hardware.Firmware
  ) {
    var result = CurtinDisk(name: disk.name, device: device, boots: boots)
    let isWritten = own.contains { $0.value.use.mountPoint == CurtinDisk.efiMount }
    if boots, firmware == .bios || !isWritten {
      let isMounted = storage.uses.contains { $0.value.mountPoint == CurtinDisk.efiMount }
      let mounted = !isMounted && !disks.contains(where: \.boots)
      result.addBootPartition(firmware, table: storage.table, mounted: mounted)
    }
    result.add(own, table: storage.table.value, diskSize: disk.size)
    if result.missing > 0 {
      let short = "\(CurtinDisk.aligned(result.missing) >> 20) MiB"
      report(
        "disk '\(disk.name)' is \(short) too small for its partitions and what boots it", at: own[0].origin)
    }
    disks.append(result)
  }

  /// What holds the kernel: `/boot`, else the root.
  private var bootUse: (Storage.Use) -> Bool {
    let mount = storage.bootMount
    return { $0.mountPoint == mount }
  }

  /// The partitions that something lies on, through arrays and volume groups.
  private func partitions(under matches: (Storage.Use) -> Bool) -> [Sourced<Storage.Partition>] {
    let arrays = storage.arrays.filter { matches($0.value.use) }
    let groups = storage.volumeGroups.filter { $0.value.volumes.contains { matches($0.value.use) } }
    return storage.partitions.filter { matches($0.value.use) }
      + arrays.flatMap { array in partitions(under: { $0 == .member(of: array.value.name) }) }
      + groups.flatMap { group in partitions(under: { $0 == .physicalVolume(of: group.value.name) }) }
  }

  private mutating func check(_ appliance: Appliance) {
    for use in storage.uses {
      guard let mount = use.value.mountPoint else { continue }
      Rule.mountPoint.check(mount, "storage: mount", at: use.origin, &problems)
    }
    for item in storage.partitions.map({ ($0.value.extent, $0.origin) })
      + storage.volumeGroups.flatMap({ $0.value.volumes.map { ($0.value.extent, $0.origin) } })
    where item.0.size == 0 || item.0.size > 1 << 50 {
      report("a size must be between 1 byte and 1 PiB", at: item.1)
    }
    if !storage.uses.contains(where: { $0.value.mountPoint == "/" }) { report("nothing is mounted at '/'") }
    let disks = appliance.hardware.disks
    if disks.count > 26 { report("more than 26 disks are not supported") }
    if storage.table.value == .mbr { checkMBR(appliance.hardware) }
    for group in storage.volumeGroups { check(group.value) }
    problems += StorageRoom(atMost: appliance).problems
  }

  private mutating func checkMBR(_ hardware: Hardware) {
    if hardware.firmware == .uefi {
      report("subiquity makes an EFI system partition on a GPT only; use 'table: gpt'")
    }
    for disk in hardware.disks where disk.size > 2 << 40 {
      report("an MBR reaches no further than 2 TiB of disk '\(disk.name)'; use gpt")
    }
  }

  /// subiquity itself gives one volume what is left, for only it knows how much an array leaves.
  private mutating func check(_ group: Storage.VolumeGroup) {
    for volume in group.volumes where volume.value.extent.maximum != nil {
      report(
        "subiquity knows no bound for a volume that grows; leave 'maximum' of '\(volume.value.name)' out",
        at: volume.origin)
    }
    for volume in group.volumes.filter(\.value.extent.grow).dropFirst() {
      report(
        "subiquity lets one volume of a group grow; '\(volume.value.name)' is another", at: volume.origin)
    }
  }

  private mutating func report(_ message: String, at origin: Origin? = nil) {
    problems.append(Diagnostic("storage: \(message)", from: origin ?? storage.table.origin))
  }
}
