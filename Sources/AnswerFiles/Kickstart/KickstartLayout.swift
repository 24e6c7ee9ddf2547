import Partitioning
import Recipes

/// Anaconda's words for a layout: `part`, `raid`, `volgroup`, `logvol` and `btrfs` (pykickstart's documentation).
struct KickstartLayout {
  let plan: PartitionPlan
  private var storage: Storage { plan.storage }

  /// The disks that are partitioned, in the machine's order.
  var disks: [String] {
    plan.disks.filter { $0.name == plan.system?.name || !$0.partitions.isEmpty }.map(\.name)
  }

  /// In the order in which each finds what it needs.
  var commands: [KickstartCommand] {
    let table = storage.table.value == .gpt ? "gpt" : "msdos"
    let drives = disks.joined(separator: ",")
    let origin = storage.table.origin
    return [
      KickstartCommand("ignoredisk", ["--only-use=\(drives)"], from: origin),
      KickstartCommand("zerombr", from: origin),
      KickstartCommand(
        "clearpart", ["--all", "--initlabel", "--disklabel=\(table)", "--drives=\(drives)"], from: origin),
    ] + bootCommands + partitions + arrays + groups + volumes
  }

  /// What the firmware needs, on the system disk first.
  private var bootCommands: [KickstartCommand] {
    let others = plan.disks.filter { $0.name != plan.system?.name }
    let wanted = ([plan.system].compactMap(\.self) + others).flatMap { disk in
      disk.partitions.filter { $0.use == nil }.map { (disk, $0) }
    }
    return wanted.enumerated().map { index, item in
      let (disk, partition) = item
      let (first, format) =
        partition.content == .bootLoader
        ? ("biosboot", "biosboot") : (PartitionRules.firmwareMount.text, "efi")
      // pykickstart wants each place once, and Anaconda knows one for partitions that have none.
      let place = index == 0 ? first : "None"
      let size = Self.mebibytes(partition.extent.size)
      return KickstartCommand(
        "part", [place, "--fstype=\(format)", "--size=\(size)", "--ondisk=\(disk.name)"],
        from: partition.origin)
    }
  }

  private var partitions: [KickstartCommand] {
    storage.partitions.enumerated().flatMap { index, partition in
      let disk = plan.disk(of: partition.value)?.name ?? ""
      let place = place(of: partition.value.use, Self.partitionName(index))
      let arguments = place.words + size(partition.value.extent) + ["--ondisk=\(disk)"]
      return [KickstartCommand("part", arguments, from: partition.origin)]
        + btrfs(partition.value.use, on: place.name, from: partition.origin)
    }
  }

  private var arrays: [KickstartCommand] {
    storage.arrays.enumerated().flatMap { index, array in
      let place = place(of: array.value.use, Self.arrayName(index))
      let options = ["--device=\(array.value.name)", "--level=\(array.value.level.rawValue.uppercased())"]
      let members = names { $0 == .member(of: array.value.name) }
      return [KickstartCommand("raid", place.words + options + members, from: array.origin)]
        + btrfs(array.value.use, on: place.name, from: array.origin)
    }
  }

  private var groups: [KickstartCommand] {
    storage.volumeGroups.map { group in
      let members = names { $0 == .physicalVolume(of: group.value.name) }
      return KickstartCommand("volgroup", [group.value.name.text] + members, from: group.origin)
    }
  }

  private var volumes: [KickstartCommand] {
    storage.volumeGroups.flatMap { group in
      group.value.volumes.map { volume in
        let names = ["--vgname=\(group.value.name)", "--name=\(volume.value.name)"]
        let place = place(of: volume.value.use, "").words
        return KickstartCommand("logvol", place + names + size(volume.value.extent), from: volume.origin)
      }
    }
  }

  /// What Anaconda calls the partitions and arrays of a use.
  private func names(_ fits: (Storage.Use) -> Bool) -> [String] {
    let partitions = storage.partitions.enumerated().filter { fits($1.value.use) }
      .map { place(of: $1.value.use, Self.partitionName($0)).name }
    let arrays = storage.arrays.enumerated().filter { fits($1.value.use) }
      .map { place(of: $1.value.use, Self.arrayName($0)).name }
    return partitions + arrays
  }

  /// Where a command puts what it makes: the mount point, or the name that another command calls it by.
  private func place(of use: Storage.Use, _ name: String) -> (name: String, words: [String]) {
    switch use {
    case .swap: ("swap", ["swap", "--fstype=swap"])
    case .physicalVolume: ("pv.\(name)", ["pv.\(name)"])
    case .member: ("raid.\(name)", ["raid.\(name)"])
    case .mount(.btrfs, _): ("btrfs.\(name)", ["btrfs.\(name)"])
    case .mount(.vfat, at: "/boot/efi"): ("/boot/efi", ["/boot/efi", "--fstype=efi"])
    case .mount(let format, let path): (path.text, [path.text, "--fstype=\(format.rawValue)"])
    }
  }

  private func btrfs(_ use: Storage.Use, on name: String, from origin: Origin) -> [KickstartCommand] {
    guard case .mount(.btrfs, let path) = use else { return [] }
    return [KickstartCommand("btrfs", [path.text, name], from: origin)]
  }

  /// In MiB, rounded up; a bound is rounded down.
  private func size(_ extent: Storage.Extent) -> [String] {
    let least = ["--size=\(Self.mebibytes(extent.size))"]
    guard extent.grow else { return least }
    return least + ["--grow"] + (extent.maximum.map { ["--maxsize=\($0 >> 20)"] } ?? [])
  }

  private static func mebibytes(_ bytes: UInt64) -> UInt64 { PartitionUnit.mebibytes(bytes) >> 20 }

  /// Digits tell partitions from arrays, which both may hold physical volumes.
  private static func partitionName(_ index: Int) -> String { "\(index + 1)" }
  private static func arrayName(_ index: Int) -> String { "10\(index + 1)" }
}
