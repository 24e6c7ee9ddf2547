public import Recipes

extension PartitionPlan {
  /// Why the partitions do not fit on their disks, whatever is made of them: what to say, and of which place in the recipe.
  public var problems: [Sourced<String>] {
    let used = disks.filter { disk in disk.partitions.contains { $0.use != nil } }
    return used.compactMap(shortage) + used.compactMap(excess) + groupsThatDoNotFit
  }

  private func shortage(of disk: Disk) -> Sourced<String>? {
    guard disk.least > disk.disk.size else { return nil }
    let needed = PartitionUnit.mebibytes(disk.least) >> 20
    return Sourced(
      "the partitions need a disk of \(needed) MiB, but '\(disk.disk.name)' has \(disk.disk.size >> 20) MiB",
      from: disk.partitions.last?.origin ?? storage.table.origin)
  }

  private func excess(of disk: Disk) -> Sourced<String>? {
    guard disk.table == .mbr, disk.disk.size > 2 << 40 else { return nil }
    return Sourced(
      "an MBR reaches no further than 2 TiB of disk '\(disk.disk.name)'; use gpt", from: storage.table.origin)
  }

  private var groupsThatDoNotFit: [Sourced<String>] {
    let room = StorageRoom(self)
    return storage.volumeGroups.compactMap { group in
      let needed = rules.unit.room(of: group.value)
      let there = room.room(in: group.value.name)
      guard needed > there else { return nil }
      return Sourced(
        "the volumes of volume group '\(group.value.name)' need \(PartitionUnit.mebibytes(needed) >> 20) MiB, but its"
          + " partitions \(rules.unit == .partman ? "may have" : "have") no more than \(there >> 20) MiB",
        from: group.origin)
    }
  }
}
