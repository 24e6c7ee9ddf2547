import Diagnostics

/// Reads the merged `install.storage`, and reports what cannot be said of one item.
extension ApplianceReader {
  mutating func storage() -> Storage {
    let value = value["install"]?["storage"] ?? .nothing
    return Storage(
      table: Sourced(value.choice("table", else: .gpt), from: value["table"]?.origin ?? .standard),
      partitions: value.list("partitions").map { partition in
        Sourced(
          Storage.Partition(disk: disk(partition), extent(partition), use(partition)),
          from: partition.origin)
      },
      arrays: value.list("raid").map { array in
        Sourced(
          Storage.RAIDArray(
            name: array.required("name").value, level: array.choice("level", else: .raid1), use: use(array)),
          from: array.origin)
      },
      volumeGroups: value.list("volume_groups").map { group in
        Sourced(
          Storage.VolumeGroup(
            name: group.required("name").value,
            volumes: group.list("volumes").map { volume in
              Sourced(
                Storage.Volume(name: volume.required("name").value, extent(volume), use(volume)),
                from: volume.origin)
            }),
          from: group.origin)
      })
  }

  private mutating func extent(_ value: Value) -> Storage.Extent {
    let size = value.size("size")
    guard let maximum = value["maximum"] else {
      return Storage.Extent(size: size, grow: value.flag("grow"))
    }
    let bound = value.size("maximum")
    if !value.flag("grow") { reportConflict("'maximum' needs 'grow: true'", at: maximum.origin) }
    if bound < size { reportConflict("'maximum' is below 'size'", at: maximum.origin) }
    return Storage.Extent(size: size, grow: value.flag("grow"), maximum: bound)
  }

  private mutating func use(_ value: Value) -> Storage.Use {
    let mount: Sourced<MountPoint>? = value.formed("mount")
    if let mount, let problem = ImagePath.problem(mount.value.text) {
      reportConflict("'mount' \(problem)", at: mount.origin)
    }
    if let whole = whole(value) {
      if let mount { reportConflict("what has no 'filesystem' has no 'mount'", at: mount.origin) }
      return whole
    }
    if value.string("filesystem") == Storage.swap {
      if let mount { reportConflict("swap has no 'mount'", at: mount.origin) }
      return .swap
    }
    guard let mount else {
      if let filesystem = value["filesystem"]?.text {
        reportConflict("'filesystem: \(filesystem)' needs 'mount'", at: value.origin)
      }
      return .swap
    }
    return .mount(value.choice("filesystem", else: .ext4), at: mount.value)
  }

  /// The array or volume group that it is a part of; nil where it is by itself.
  private mutating func whole(_ value: Value) -> Storage.Use? {
    let storage = self.value["install"]?["storage"] ?? .nothing
    if let group: Sourced<StorageName> = value.formed("volume_group") {
      check(group.asText, among: storage.list("volume_groups"), "'volume_groups' has no volume group")
      return .physicalVolume(of: group.value)
    }
    guard let array: Sourced<StorageName> = value.formed("member_of") else { return nil }
    check(array.asText, among: storage.list("raid"), "'raid' has no array")
    return .member(of: array.value)
  }

  private mutating func disk(_ partition: Value) -> String? {
    guard let disk = partition.sourced("disk") else { return nil }
    check(disk, among: value["hardware"]?.list("disks") ?? [], "no disk is named")
    return disk.value
  }

  /// That one of the items has the name.
  private mutating func check(_ name: Sourced<String>, among items: [Value], _ lack: String) {
    let names = items.map { $0.string("name") }
    guard !names.contains(name.value) else { return }
    reportConflict("\(lack) '\(name.value)'\(didYouMean(name.value, among: names))", at: name.origin)
  }
}
