import Diagnostics
import Partitioning
import Recipes

/// A layout in curtin's terms: the disks that have partitions, and what subiquity cannot make of them.
struct CurtinLayout {
  let storage: Storage
  private(set) var disks: [CurtinDisk] = []
  private(set) var problems: [Diagnostic] = []

  init(_ appliance: Appliance) {
    storage = appliance.install.storage
    let plan = PartitionPlan(appliance, rules: .subiquity)
    check(appliance, plan)
    guard problems.isEmpty else { return }
    disks = plan.disks.filter { disk in disk.partitions.contains { $0.use != nil } }.map(CurtinDisk.init)
  }

  private mutating func check(_ appliance: Appliance, _ plan: PartitionPlan) {
    for item in storage.partitions.map({ ($0.value.extent, $0.origin) })
      + storage.volumeGroups.flatMap({ $0.value.volumes.map { ($0.value.extent, $0.origin) } })
    where item.0.size == 0 || item.0.size > 1 << 50 {
      report("a size must be between 1 byte and 1 PiB", at: item.1)
    }
    if appliance.hardware.disks.count > 26 { report("more than 26 disks are not supported") }
    if storage.table.value == .mbr, appliance.hardware.firmware.isUEFI {
      report("subiquity makes an EFI system partition on a GPT only; use 'table: gpt'")
    }
    for group in storage.volumeGroups { check(group.value) }
    for problem in plan.problems { report(problem.value, at: problem.origin) }
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

/// One disk with every partition that it gets, an extended one of an MBR among them.
///
/// subiquity lets only the last partition of a disk grow, so what each gets is said.
struct CurtinDisk {
  struct Partition {
    /// As in the partition table; on an MBR, logical ones count from 5.
    var number: Int
    /// Bytes, whole MiB.
    var size: UInt64
    /// By curtin's name; nil for ordinary ones.
    var flag: String?
    /// Nil for what nothing is made on.
    var use: Storage.Use?
    var origin: Origin
    var isMounted = true
  }

  var name: String
  /// Such as `/dev/vda`.
  var device: String
  /// Holds what the firmware starts.
  var boots: Bool
  private(set) var partitions: [Partition]

  init(_ disk: PartitionPlan.Disk) {
    name = disk.disk.name
    device = disk.device
    boots = disk.isBooted
    partitions = disk.partitions.map(Partition.init)
    let logical = disk.partitions.filter(\.isLogical)
    guard let first = logical.first else { return }
    let within = logical.reduce(0) { $0 + $1.size + (1 << 20) }
    partitions.insert(
      Partition(number: 4, size: within, flag: "extended", use: nil, origin: first.origin), at: 3)
  }
}

extension CurtinDisk.Partition {
  fileprivate init(_ planned: PartitionPlan.Partition) {
    self.init(number: planned.number, size: planned.size, use: planned.use, origin: planned.origin)
    switch planned.content {
    case .bootLoader: flag = "bios_grub"
    case .firmware(let isMounted):
      flag = "boot"
      use = .mount(.vfat, at: PartitionRules.firmwareMount)
      self.isMounted = isMounted
    case .written(.swap): flag = "swap"
    case .written(let use): flag = use.mountPoint == PartitionRules.firmwareMount ? "boot" : nil
    }
    if planned.isLogical { flag = "logical" }
  }
}
