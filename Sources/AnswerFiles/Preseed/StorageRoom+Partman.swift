import Recipes

extension StorageRoom {
  /// The least that partman gives: a partition's own size, and a share of what is left of the disk; of a member of an array,
  /// mdadm(8) keeps no more than 130 MiB.
  init(_ storage: Storage, layouts: [DiskLayout]) {
    self.init(
      storage: storage,
      partitions: layouts.flatMap { layout in
        layout.partitions.map { ($0.value.use, Self.room(of: $0.value.extent, in: layout)) }
      },
      arrayHead: 130 << 20)
  }

  private static func room(of extent: Storage.Extent, in layout: DiskLayout) -> UInt64 {
    guard extent.grow else { return extent.size }
    let needed = PartitionRecipe(layout, bootMount: nil).leastDisk
    let growing = layout.slots.count { $0.value.extent.grow }
    let left = layout.disk.size - min(needed, layout.disk.size)
    let room = extent.size + left / UInt64(max(growing, 1))
    return min(room, extent.maximum ?? room)
  }
}
