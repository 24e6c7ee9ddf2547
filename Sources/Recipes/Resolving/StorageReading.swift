/// Reads the merged `install.storage`, and reports what cannot be said of one item.
extension ApplianceReader {
  mutating func storage() -> Storage {
    let value = value["install"]?["storage"] ?? .nothing
    return Storage(
      table: Sourced(value.choice("table", else: .gpt), from: value["table"]?.origin ?? .standard),
      partitions: value.list("partitions").map { partition in
        Sourced(
          Storage.Partition(disk: partition["disk"]?.text, extent(partition), use(partition)),
          from: partition.origin)
      },
      arrays: value.list("raid").map { array in
        Sourced(
          Storage.RAIDArray(
            name: array.name, level: array.choice("level", else: .raid1), use: use(array)),
          from: array.origin)
      },
      volumeGroups: value.list("volume_groups").map { group in
        Sourced(
          Storage.VolumeGroup(
            name: group.name,
            volumes: group.list("volumes").map { volume in
              Sourced(
                Storage.Volume(name: volume.name, extent(volume), use(volume)), from: volume.origin)
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
    if !value.flag("grow") { report("'maximum' needs 'grow: true'", at: maximum.origin) }
    if bound < size { report("'maximum' is below 'size'", at: maximum.origin) }
    return Storage.Extent(size: size, grow: value.flag("grow"), maximum: bound)
  }

  private mutating func use(_ value: Value) -> Storage.Use {
    let mount: Sourced<MountPoint>? = value.formed("mount")
    if let mount, let problem = ImagePath.problem(mount.value.text) {
      report("'mount' \(problem)", at: mount.origin)
    }
    if let whole = whole(value) {
      if let mount { report("what has no 'filesystem' has no 'mount'", at: mount.origin) }
      return whole
    }
    if value.string("filesystem") == Storage.swap {
      if let mount { report("swap has no 'mount'", at: mount.origin) }
      return .swap
    }
    if mount == nil, let filesystem = value["filesystem"]?.text {
      report("'filesystem: \(filesystem)' needs 'mount'", at: value.origin)
    }
    return .mount(value.choice("filesystem", else: .ext4), at: mount?.value ?? "/")
  }

  /// The array or volume group that it is a part of; nil where it is by itself.
  private func whole(_ value: Value) -> Storage.Use? {
    if let group: Sourced<StorageName> = value.formed("volume_group") {
      return .physicalVolume(of: group.value)
    }
    let array: Sourced<StorageName>? = value.formed("member_of")
    return array.map { .member(of: $0.value) }
  }
}

extension Value {
  fileprivate var name: StorageName {
    let name: Sourced<StorageName>? = formed("name")
    return name?.value ?? StorageName(formed: StorageName.form.example)
  }
}
