import Recipes

/// Anaconda's words for a layout: `part`, `raid`, `volgroup`, `logvol` and `btrfs` (pykickstart's documentation).
struct KickstartLayout {
  /// A partition that the firmware needs and no recipe writes.
  enum BootPartition: Hashable {
    /// Where a UEFI finds boot loaders.
    case efi
    /// Where GRUB's second stage lies on a GPT disk that a BIOS boots.
    case bios

    /// In MiB; for UEFI what Anaconda gives it at least.
    var size: UInt64 { self == .efi ? 200 : 1 }
  }

  let storage: Storage
  let firmware: Hardware.Firmware
  let devices: StorageDevices
  /// The disks that the boot loader is written to, as Anaconda names them; the system disk first.
  private let bootDisks: [String]

  init(_ appliance: Appliance) {
    storage = appliance.install.storage
    firmware = appliance.hardware.firmware
    devices = StorageDevices(appliance)
    let names = devices
    let others = appliance.hardware.disks.filter(appliance.isBooted).map { names.name(of: $0.name) }
    var seen: Set<String> = []
    bootDisks = ([devices.system] + others).compactMap(\.self).filter { seen.insert($0).inserted }
  }

  var bootPartition: BootPartition? {
    switch firmware {
    case .uefi: storage.uses.contains { $0.value.mountPoint == "/boot/efi" } ? nil : .efi
    case .bios: storage.table.value == .gpt ? .bios : nil
    }
  }

  /// The disks that are partitioned, in the machine's order.
  var disks: [String] {
    Set(
      storage.partitions.compactMap { devices.name(of: $0.value.disk) } + [devices.system].compactMap(\.self)
    )
    .sorted()
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

  private var bootCommands: [KickstartCommand] {
    guard let bootPartition else { return [] }
    let (first, format) = bootPartition == .efi ? ("/boot/efi", "efi") : ("biosboot", "biosboot")
    return bootDisks.enumerated().map { index, disk in
      // pykickstart wants each place once, and Anaconda knows one for partitions that have none.
      let place = index == 0 ? first : "None"
      let arguments = [place, "--fstype=\(format)", "--size=\(bootPartition.size)", "--ondisk=\(disk)"]
      return KickstartCommand("part", arguments, from: storage.table.origin)
    }
  }

  /// MiB that a disk needs for its partitions, the firmware's, the tables at both ends and the first partition's alignment.
  func needed(on disk: String) -> UInt64 {
    let own = storage.partitions.filter { devices.name(of: $0.value.disk) == disk }
    let boot = bootDisks.contains(disk) ? bootPartition?.size ?? 0 : 0
    return own.reduce(boot + 2) { $0 + Self.mebibytes($1.value.extent.size) }
  }

  private var partitions: [KickstartCommand] {
    storage.partitions.enumerated().flatMap { index, partition in
      let disk = devices.name(of: partition.value.disk) ?? ""
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
      return KickstartCommand("volgroup", [group.value.name] + members, from: group.origin)
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
    case .mount(let format, let path): (path, [path, "--fstype=\(format.rawValue)"])
    }
  }

  private func btrfs(_ use: Storage.Use, on name: String, from origin: Origin) -> [KickstartCommand] {
    guard case .mount(.btrfs, let path) = use else { return [] }
    return [KickstartCommand("btrfs", [path, name], from: origin)]
  }

  /// In MiB, rounded up; a bound is rounded down.
  private func size(_ extent: Storage.Extent) -> [String] {
    let least = ["--size=\(Self.mebibytes(extent.size))"]
    guard extent.grow else { return least }
    return least + ["--grow"] + (extent.maximum.map { ["--maxsize=\($0 >> 20)"] } ?? [])
  }

  static func mebibytes(_ bytes: UInt64) -> UInt64 { (bytes >> 20) + (bytes & 0xFFFFF == 0 ? 0 : 1) }

  /// Digits tell partitions from arrays, which both may hold physical volumes.
  private static func partitionName(_ index: Int) -> String { "\(index + 1)" }
  private static func arrayName(_ index: Int) -> String { "10\(index + 1)" }
}
