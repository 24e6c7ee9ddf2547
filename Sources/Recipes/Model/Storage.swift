/// How the disks are laid out, in words that fit every family of distributions.
///
/// What a firmware needs to boot (an EFI system partition, GRUB's partition on a GPT disk) is not written here: whoever
/// renders a layout adds it.
public struct Storage: Hashable, Sendable, Codable {
  /// Of every disk that has partitions.
  public var table: Sourced<Table>
  /// In disk order; those of several disks may be mixed.
  public var partitions: [Sourced<Partition>]
  public var arrays: [Sourced<RAIDArray>]
  public var volumeGroups: [Sourced<VolumeGroup>]

  /// The partition table's format.
  public enum Table: String, Hashable, Sendable, Codable, CaseIterable {
    case gpt, mbr
  }

  public init(
    table: Sourced<Table>,
    partitions: [Sourced<Partition>],
    arrays: [Sourced<RAIDArray>] = [],
    volumeGroups: [Sourced<VolumeGroup>] = []
  ) {
    self.table = table
    self.partitions = partitions
    self.arrays = arrays
    self.volumeGroups = volumeGroups
  }
}

extension Storage {
  /// Room on a disk.
  public struct Extent: Hashable, Sendable, Codable {
    /// Bytes, the least that there must be.
    public var size: UInt64
    /// Takes what is left; several share alike.
    public var grow: Bool
    /// Bytes that it may grow to; nil for no bound.
    public var maximum: UInt64?

    public init(size: UInt64, grow: Bool = false, maximum: UInt64? = nil) {
      self.size = size
      self.grow = grow
      self.maximum = maximum
    }
  }

  /// What a partition, an array or a volume is for.
  public enum Use: Hashable, Sendable, Codable {
    /// A file system, and where it is mounted.
    case mount(FileSystem, at: MountPoint)
    case swap
    /// The physical volume of the volume group of this name.
    case physicalVolume(of: StorageName)
    /// A member of the array of this name.
    case member(of: StorageName)
  }

  /// What can be mounted.
  public enum FileSystem: String, Hashable, Sendable, Codable, CaseIterable {
    case ext4, xfs, btrfs, vfat
  }

  /// One partition.
  public struct Partition: Hashable, Sendable, Codable {
    /// The name of the disk of the machine that it is on; nil for the system disk.
    public var disk: String?
    public var extent: Extent
    public var use: Use

    public init(disk: String? = nil, _ extent: Extent, _ use: Use) {
      self.disk = disk
      self.extent = extent
      self.use = use
    }
  }

  /// A software RAID of the partitions that name it.
  public struct RAIDArray: Hashable, Sendable, Codable {
    public var name: StorageName
    public var level: RAIDLevel
    public var use: Use

    public init(name: StorageName, level: RAIDLevel, use: Use) {
      self.name = name
      self.level = level
      self.use = use
    }
  }

  /// As mdadm(8) spells it.
  public enum RAIDLevel: String, Hashable, Sendable, Codable, CaseIterable {
    case raid0, raid1, raid5, raid6, raid10

    /// Members without which there is no such array.
    public var leastMembers: Int {
      switch self {
      case .raid0, .raid1: 2
      case .raid5: 3
      case .raid6, .raid10: 4
      }
    }
  }

  /// An LVM volume group on the partitions and arrays that name it.
  public struct VolumeGroup: Hashable, Sendable, Codable {
    public var name: StorageName
    public var volumes: [Sourced<Volume>]

    public init(name: StorageName, volumes: [Sourced<Volume>]) {
      self.name = name
      self.volumes = volumes
    }
  }

  /// A logical volume.
  public struct Volume: Hashable, Sendable, Codable {
    public var name: StorageName
    public var extent: Extent
    public var use: Use

    public init(name: StorageName, _ extent: Extent, _ use: Use) {
      self.name = name
      self.extent = extent
      self.use = use
    }
  }
}

extension Storage.Use {
  /// Where it is mounted; nil for what is not.
  public var mountPoint: MountPoint? {
    if case .mount(_, let path) = self { path } else { nil }
  }
}

extension Storage {
  /// All that is mounted or swapped to, wherever it lies, with where the recipe says so.
  public var uses: [Sourced<Use>] {
    partitions.map { Sourced($0.value.use, from: $0.origin) }
      + arrays.map { Sourced($0.value.use, from: $0.origin) }
      + volumeGroups.flatMap { $0.value.volumes.map { Sourced($0.value.use, from: $0.origin) } }
  }
}
