public import Recipes

/// How much room there is in what is made of partitions.
struct StorageRoom {
  private let storage: Storage
  /// What each partition is used as, and how many bytes it has.
  private let partitions: [(use: Storage.Use, bytes: UInt64)]
  /// Bytes of a member that mdadm(8) keeps for itself and for its bitmap.
  private let arrayHead: UInt64

  init(_ plan: PartitionPlan) {
    storage = plan.storage
    switch plan.rules.unit {
    case .mebibyte:
      arrayHead = 1 << 20
      partitions = plan.disks.flatMap(\.most)
    case .partman:
      arrayHead = 130 << 20
      partitions = plan.disks.flatMap(\.shares)
    }
  }

  /// Bytes that the volumes of a group can take.
  func room(in group: StorageName) -> UInt64 {
    let use = Storage.Use.physicalVolume(of: group)
    let arrays = storage.arrays.map(\.value).filter { $0.use == use }
    return (rooms(of: use) + arrays.map(room)).reduce(0) { $0 + Self.usable($1) }
  }

  private func room(of array: Storage.RAIDArray) -> UInt64 {
    let members = rooms(of: .member(of: array.name)).map { $0 - min($0, arrayHead) }
    let (count, least) = (UInt64(members.count), members.min() ?? 0)
    switch array.level {
    case .raid0: return members.reduce(0, +)
    case .raid1: return least
    case .raid5: return least * (max(count, 1) - 1)
    case .raid6: return least * (max(count, 2) - 2)
    case .raid10: return least * count / 2
    }
  }

  private func rooms(of use: Storage.Use) -> [UInt64] { partitions.filter { $0.use == use }.map(\.bytes) }

  /// A physical volume begins with 1 MiB of its own, and is cut into whole extents.
  private static func usable(_ bytes: UInt64) -> UInt64 {
    (bytes - min(bytes, 1 << 20)) / Storage.physicalExtent * Storage.physicalExtent
  }
}

extension PartitionPlan.Disk {
  /// The most that each partition of the recipe may get: one that grows has all that the others leave.
  fileprivate var most: [(use: Storage.Use, bytes: UInt64)] {
    let own = partitions.compactMap { partition in partition.use.map { ($0, partition.extent) } }
    let left = disk.size - min(own.reduce(0) { adding($0, $1.1.size) }, disk.size)
    return own.map { use, extent in
      (use, bytes(of: extent, growingBy: growth(of: left, among: [extent])[0]))
    }
  }

  /// The least that partman gives each: its own size, and a share of what is left of the disk.
  fileprivate var shares: [(use: Storage.Use, bytes: UInt64)] {
    let left = disk.size - min(least, disk.size)
    let growth = growth(of: left, among: partitions.map(\.extent))
    return zip(partitions, growth).compactMap { partition, growth in
      partition.use.map { ($0, bytes(of: partition.extent, growingBy: growth)) }
    }
  }

  private func bytes(of extent: Storage.Extent, growingBy growth: UInt64) -> UInt64 {
    min(extent.size, disk.size) + growth
  }
}

extension Storage {
  /// Bytes that vgcreate(8) cuts a group into when nothing is said.
  public static let physicalExtent: UInt64 = 4 << 20

  /// Rounded up to whole physical extents.
  public static func physicalExtents(_ bytes: UInt64) -> UInt64 {
    bytes % physicalExtent == 0 ? bytes : adding(bytes - bytes % physicalExtent, physicalExtent)
  }
}

extension Storage.VolumeGroup {
  /// Whether room stays free in it: no volume takes all that is left.
  public var leavesRoom: Bool {
    !volumes.contains { $0.value.extent.grow && $0.value.extent.maximum == nil }
  }
}

extension PartitionUnit {
  /// Bytes that the volumes of a group take at the least.
  func room(of group: Storage.VolumeGroup) -> UInt64 {
    let sizes = group.volumes.map { Storage.physicalExtents($0.value.extent.size) }
    switch self {
    case .mebibyte: return sizes.reduce(0, adding)
    // The last volume takes the rest with partman, so there is one for what shall stay free.
    case .partman:
      let all = sizes + (group.leavesRoom ? [Storage.physicalExtent] : [])
      return all.reduce(0) { adding($0, Self.megabytes($1) * 1_000_000) }
    }
  }
}
