import Partitioning
import Recipes

/// A layout as the actions that curtin carries out in order (curtin, doc/topics/storage.rst), each named so that later
/// ones can refer to it.
struct CurtinActions {
  private(set) var actions: [AutoinstallValue] = []
  private let layout: CurtinLayout
  private let firmware: Hardware.Firmware
  /// What each volume group and array is made of, by name.
  private var physicalVolumes: [StorageName: [String]] = [:]
  private var members: [StorageName: [String]] = [:]

  init(_ layout: CurtinLayout, firmware: Hardware.Firmware) {
    self.layout = layout
    self.firmware = firmware
    layout.disks.forEach { add($0) }
    layout.storage.arrays.forEach { add($0.value, from: $0.origin) }
    layout.storage.volumeGroups.forEach { add($0.value, from: $0.origin) }
  }

  private mutating func add(_ disk: CurtinDisk) {
    let table = layout.storage.table
    let id = "disk-\(disk.name)"
    add(
      "disk", id,
      [
        "path": .text(disk.device, from: table.origin),
        "ptable": .text(table.value == .gpt ? "gpt" : "msdos", from: table.origin),
        "wipe": .text("superblock-recursive", from: table.origin),
        "preserve": .bare(false, from: table.origin),
        "grub_device": .bare(disk.boots && firmware == .bios, from: table.origin),
      ], from: table.origin)
    for partition in disk.partitions { add(partition, of: id) }
  }

  private mutating func add(_ partition: CurtinDisk.Partition, of disk: String) {
    let (id, origin) = ("\(disk)-part\(partition.number)", partition.origin)
    add(
      "partition", id,
      [
        "device": .text(disk, from: origin), "number": .bare(partition.number, from: origin),
        "size": .bare(partition.size, from: origin), "preserve": .bare(false, from: origin),
      ], from: origin)
    if let flag = partition.flag { extend("flag", .text(flag, from: origin)) }
    if partition.flag == "boot", firmware.isUEFI { extend("grub_device", .bare(true, from: origin)) }
    guard let use = partition.use else { return }
    extend("wipe", .text("superblock", from: origin))
    add(use, on: id, from: origin, isMounted: partition.isMounted)
  }

  private mutating func add(_ array: Storage.RAIDArray, from origin: Origin) {
    let id = "raid-\(array.name)"
    add(
      "raid", id,
      [
        "name": .text(array.name.text, from: origin), "raidlevel": .text(array.level.rawValue, from: origin),
        "devices": references(members[array.name], from: origin),
        "spare_devices": .list([], from: origin), "preserve": .bare(false, from: origin),
      ], from: origin)
    add(array.use, on: id, from: origin)
  }

  /// The volume that grows comes last, for it gets what the others leave.
  private mutating func add(_ group: Storage.VolumeGroup, from origin: Origin) {
    let id = "group-\(group.name)"
    add(
      "lvm_volgroup", id,
      [
        "name": .text(group.name.text, from: origin),
        "devices": references(physicalVolumes[group.name], from: origin),
        "preserve": .bare(false, from: origin),
      ], from: origin)
    let volumes = group.volumes.filter { !$0.value.extent.grow } + group.volumes.filter(\.value.extent.grow)
    for volume in volumes {
      let extent = volume.value.extent
      let name = "volume-\(group.name)-\(volume.value.name)"
      let size = AutoinstallValue.bare(Storage.physicalExtents(extent.size), from: volume.origin)
      add(
        "lvm_partition", name,
        [
          "name": .text(volume.value.name.text, from: volume.origin),
          "volgroup": .text(id, from: volume.origin),
          "size": extent.grow ? .bare(-1, from: volume.origin) : size,
          "preserve": .bare(false, from: volume.origin), "wipe": .text("superblock", from: volume.origin),
        ], from: volume.origin)
      add(volume.value.use, on: name, from: volume.origin)
    }
  }

  private mutating func add(_ use: Storage.Use, on id: String, from origin: Origin, isMounted: Bool = true) {
    switch use {
    case .mount(let filesystem, let path):
      format(
        filesystem == .vfat ? "fat32" : filesystem.rawValue, id, mount: isMounted ? path.text : nil,
        from: origin)
    // Mounted nowhere, swap space is still entered in fstab.
    case .swap: format("swap", id, mount: "", from: origin)
    case .physicalVolume(let group): physicalVolumes[group, default: []].append(id)
    case .member(let array): members[array, default: []].append(id)
    }
  }

  private mutating func format(_ filesystem: String, _ id: String, mount: String?, from origin: Origin) {
    add(
      "format", "\(id)-format",
      [
        "fstype": .text(filesystem, from: origin), "volume": .text(id, from: origin),
        "preserve": .bare(false, from: origin),
      ], from: origin)
    guard let mount else { return }
    add(
      "mount", "\(id)-mount",
      ["path": .text(mount, from: origin), "device": .text("\(id)-format", from: origin)], from: origin)
  }

  private func references(_ ids: [String]?, from origin: Origin) -> AutoinstallValue {
    .list((ids ?? []).map { .text($0, from: origin) }, from: origin)
  }

  private mutating func add(
    _ type: String, _ id: String, _ members: KeyValuePairs<String, AutoinstallValue>, from origin: Origin
  ) {
    var action = AutoinstallValue.map(
      ["type": .text(type, from: origin), "id": .text(id, from: origin)], from: origin)
    for (key, value) in members { action.set([key], to: value) }
    actions.append(action)
  }

  private mutating func extend(_ key: String, _ value: AutoinstallValue) {
    actions[actions.endIndex - 1].set([key], to: value)
  }
}
