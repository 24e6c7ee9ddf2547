import Recipes

/// How much room partman gives, at the least, to what is made of partitions.
struct StorageRoom {
  let storage: Storage
  let layouts: [DiskLayout]

  /// Bytes that the volumes of a group can take.
  func room(in group: String) -> UInt64 {
    let use = Storage.Use.physicalVolume(of: group)
    let arrays = storage.arrays.map(\.value).filter { $0.use == use }
    return (rooms(of: use) + arrays.map(room)).reduce(0) { $0 + Self.usable($1) }
  }

  private func room(of array: Storage.RAIDArray) -> UInt64 {
    let members = rooms(of: .member(of: array.name)).map { $0 - min($0, Self.arrayHead) }
    let (count, least) = (UInt64(members.count), members.min() ?? 0)
    switch array.level {
    case .raid0: return members.reduce(0, +)
    case .raid1: return least
    case .raid5: return least * (max(count, 1) - 1)
    case .raid6: return least * (max(count, 2) - 2)
    case .raid10: return least * count / 2
    }
  }

  private func rooms(of use: Storage.Use) -> [UInt64] {
    layouts.flatMap { layout in
      layout.partitions.filter { $0.value.use == use }.map { room(of: $0.value.extent, in: layout) }
    }
  }

  /// Its own size, and a share of what is left of the disk.
  private func room(of extent: Storage.Extent, in layout: DiskLayout) -> UInt64 {
    guard extent.grow else { return extent.size }
    let needed = PartitionRecipe(layout, bootMount: nil).leastDisk
    let growing = layout.slots.count { $0.value.extent.grow }
    let left = layout.disk.size - min(needed, layout.disk.size)
    let room = extent.size + left / UInt64(max(growing, 1))
    return min(room, extent.maximum ?? room)
  }

  /// A physical volume begins with 1 MiB of its own, and is cut into whole extents.
  private static func usable(_ bytes: UInt64) -> UInt64 {
    (bytes - min(bytes, 1 << 20)) / VolumeRecipe.physicalExtent * VolumeRecipe.physicalExtent
  }

  /// What mdadm(8) keeps at most of a member for itself and for its bitmap.
  private static let arrayHead: UInt64 = 130 << 20
}
