extension Storage {
  /// Reads the merged `install.storage`.
  init(_ value: Value) {
    self.init(
      table: Sourced(value.choice("table", else: Table.gpt), from: value["table"]?.origin ?? .standard),
      partitions: value.list("partitions").map { Sourced(Partition($0), from: $0.origin) },
      arrays: value.list("raid").map { Sourced(RAIDArray($0), from: $0.origin) },
      volumeGroups: value.list("volume_groups").map { Sourced(VolumeGroup($0), from: $0.origin) })
  }
}

extension Storage.Partition {
  fileprivate init(_ value: Value) {
    self.init(disk: value["disk"]?.text, Storage.Extent(value), Storage.Use(value))
  }
}

extension Storage.RAIDArray {
  fileprivate init(_ value: Value) {
    self.init(
      name: value.string("name"), level: value.choice("level", else: .raid1), use: Storage.Use(value))
  }
}

extension Storage.VolumeGroup {
  fileprivate init(_ value: Value) {
    let volumes = value.list("volumes").map { volume in
      Sourced(
        Storage.Volume(name: volume.string("name"), Storage.Extent(volume), Storage.Use(volume)),
        from: volume.origin)
    }
    self.init(name: value.string("name"), volumes: volumes)
  }
}

extension Storage.Extent {
  fileprivate init(_ value: Value) {
    self.init(
      size: value.size("size"), grow: value.flag("grow"),
      maximum: value["maximum"] == nil ? nil : value.size("maximum"))
  }
}

extension Storage.Use {
  fileprivate init(_ value: Value) {
    if let group = value["volume_group"]?.text {
      self = .physicalVolume(of: group)
    } else if let array = value["member_of"]?.text {
      self = .member(of: array)
    } else if value.string("filesystem") == Storage.swap {
      self = .swap
    } else {
      self = .mount(value.choice("filesystem", else: .ext4), at: value.string("mount"))
    }
  }
}
