import Diagnostics

/// Whether a layout is of one piece; what does not fit on them is for the partition plan to say, and
/// what a family's installer cannot do for its renderer.
extension Consistency {
  private var storage: Storage { appliance.install.storage }

  mutating func checkStorage() {
    checkMounts()
    checkDisks()
    let groups = storage.volumeGroups
    reportRepeated(storage.arrays.map(\.name)) { "two arrays are named '\($0)'" }
    reportRepeated(groups.map(\.name)) { "two volume groups are named '\($0)'" }
    for group in groups {
      reportRepeated(group.value.volumes.map(\.name)) { "two volumes are named '\($0)'" }
    }
    checkMembers()
  }

  private mutating func checkMounts() {
    let mounts = storage.uses.compactMap { use in
      use.value.mountPoint.map { Sourced($0, from: use.origin) }
    }
    reportRepeated(mounts) { "two file systems are mounted at '\($0)'" }
    if !mounts.contains(where: { $0.value == "/" }) {
      report("no partition is mounted at '/'", storage.partitions.first?.origin ?? storage.table.origin)
    }
  }

  /// That on each disk one partition at most takes all the rest.
  private mutating func checkDisks() {
    let disks = appliance.hardware.disks.map(\.name)
    // Which of two disks of one name is meant nobody knows.
    guard Set(disks).count == disks.count else { return }
    let system = appliance.hardware.disks.first { $0.role == .system }?.name
    let greedy = storage.partitions.filter { $0.value.extent.grow && $0.value.extent.maximum == nil }
    for (_, growing) in Dictionary(grouping: greedy, by: { $0.value.disk ?? system }) {
      for second in growing.dropFirst() {
        report("two partitions grow; only one can take what is left of the disk", second.origin)
      }
    }
  }

  /// That each array and group has what it needs; what names them was read with what is there.
  private mutating func checkMembers() {
    let uses = storage.partitions.map(\.value.use)
    for array in storage.arrays {
      let count = uses.count { $0 == .member(of: array.value.name) }
      checkCount(count, least: array.value.level.leastMembers, "array '\(array.value.name)'", array.origin)
    }
    for group in storage.volumeGroups {
      let use = Storage.Use.physicalVolume(of: group.value.name)
      let count = uses.count { $0 == use } + storage.arrays.count { $0.value.use == use }
      checkCount(count, least: 1, "volume group '\(group.value.name)'", group.origin)
    }
  }

  private mutating func checkCount(_ count: Int, least: Int, _ name: String, _ origin: Origin) {
    guard count < least else { return }
    let lack = count == 0 ? "no partition" : "\(count) of the \(least) partitions that it needs"
    report("\(name) has \(lack)", origin)
  }
}

extension Sourced<Storage.RAIDArray> {
  fileprivate var name: Sourced<StorageName> { Sourced<StorageName>(value.name, from: origin) }
}

extension Sourced<Storage.VolumeGroup> {
  fileprivate var name: Sourced<StorageName> { Sourced<StorageName>(value.name, from: origin) }
}

extension Sourced<Storage.Volume> {
  fileprivate var name: Sourced<StorageName> { Sourced<StorageName>(value.name, from: origin) }
}
