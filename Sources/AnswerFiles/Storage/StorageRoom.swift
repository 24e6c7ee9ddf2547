import Diagnostics
import Recipes

/// How much room an installer gives, at the least or at the most, to what is made of partitions.
struct StorageRoom {
  let storage: Storage
  /// What each partition is used as, and how many bytes it has.
  let partitions: [(use: Storage.Use, bytes: UInt64)]
  /// Bytes of a member that mdadm(8) keeps for itself and for its bitmap.
  let arrayHead: UInt64

  /// Bytes that the volumes of a group can take.
  func room(in group: String) -> UInt64 {
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
    (bytes - min(bytes, 1 << 20)) / physicalExtent * physicalExtent
  }

  /// What vgcreate(8) takes when nothing is said.
  static let physicalExtent: UInt64 = 4 << 20

  /// Rounded up to whole physical extents.
  static func extents(_ bytes: UInt64) -> UInt64 {
    (bytes + physicalExtent - 1) / physicalExtent * physicalExtent
  }
}

extension StorageRoom {
  /// The most that there can be on a machine's disks: one that grows has all that the others leave.
  init(atMost appliance: Appliance) {
    let (storage, hardware) = (appliance.install.storage, appliance.hardware)
    self.init(
      storage: storage,
      partitions: storage.partitions.map(\.value).map { partition in
        let extent = partition.extent
        guard extent.grow, let disk = hardware.disks.first(where: { $0.name == hardware.name(of: partition) })
        else { return (partition.use, extent.size) }
        let all = storage.partitions.map(\.value).filter { hardware.name(of: $0) == disk.name }
        let others = all.reduce(0) { $0 + $1.extent.size } - extent.size
        return (partition.use, min(disk.size - min(others, disk.size), extent.maximum ?? disk.size))
      },
      arrayHead: 1 << 20)
  }

  /// A volume group whose volumes do not fit, whatever the installer does: what to say of each.
  var problems: [Diagnostic] {
    storage.volumeGroups.compactMap { group in
      let needed = group.value.volumes.reduce(0) { $0 + Self.extents($1.value.extent.size) }
      let room = room(in: group.value.name)
      guard needed > room else { return nil }
      return Diagnostic(
        "storage: the volumes of volume group '\(group.value.name)' need \(needed >> 20) MiB, but its partitions have no more"
          + " than \(room >> 20) MiB", from: group.origin)
    }
  }
}
