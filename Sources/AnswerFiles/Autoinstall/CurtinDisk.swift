import Recipes

/// One disk with every partition that it gets, those that its firmware needs among them, each with its size.
///
/// subiquity lets only the last partition of a disk grow, so what each gets is worked out here.
struct CurtinDisk {
  struct Partition {
    /// As in the partition table; on an MBR, logical ones count from 5.
    var number: Int
    /// Bytes, whole MiB.
    var size: UInt64
    /// By curtin's name; nil for ordinary ones.
    var flag: String?
    /// Nil for what the firmware needs and nothing is made on.
    var use: Storage.Use?
    var origin: Origin
    var isMounted = true
  }

  var name: String
  /// Such as `/dev/vda`.
  var device: String
  /// Holds what the firmware starts.
  var boots: Bool
  private(set) var partitions: [Partition] = []
  /// Bytes by which the disk is too small.
  private(set) var missing: UInt64 = 0

  static let mebibyte: UInt64 = 1 << 20
  /// What UEFI firmware reads, with room for a second boot loader beside Ubuntu's.
  private static let systemPartition = 512 * mebibyte
  static let efiMount = "/boot/efi"

  init(name: String, device: String, boots: Bool) {
    self.name = name
    self.device = device
    self.boots = boots
  }

  /// Adds what the firmware needs on a disk that it starts from.
  ///
  /// - Parameter mounted: whether the EFI system partition is the one that the system mounts; others are spares.
  mutating func addBootPartition(_ firmware: Hardware.Firmware, table: Sourced<Storage.Table>, mounted: Bool)
  {
    switch firmware {
    case .bios where table.value == .gpt:
      partitions.append(
        Partition(number: 0, size: Self.mebibyte, flag: "bios_grub", use: nil, origin: table.origin))
    case .uefi:
      partitions.append(
        Partition(
          number: 0, size: Self.systemPartition, flag: "boot", use: .mount(.vfat, at: Self.efiMount),
          origin: table.origin, isMounted: mounted))
    case .bios: break
    }
  }

  /// Adds the recipe's partitions, and numbers all; an MBR with more than four gets an extended one.
  mutating func add(_ wanted: [Sourced<Storage.Partition>], table: Storage.Table, diskSize: UInt64) {
    let first = partitions.count
    for partition in wanted {
      let use = partition.value.use
      let flag = use == .swap ? "swap" : use.mountPoint == Self.efiMount ? "boot" : nil
      partitions.append(Partition(number: 0, size: 0, flag: flag, use: use, origin: partition.origin))
    }
    let logical = table == .mbr && partitions.count > 4 ? partitions.count - 3 : 0
    // The table and the first partition's alignment at the start, the table's copy at the end; a record for each logical one.
    let taken = Self.mebibyte * UInt64(2 + logical) + partitions[..<first].reduce(0) { $0 + $1.size }
    let whole = diskSize / Self.mebibyte * Self.mebibyte
    let extents = wanted.map(\.value.extent)
    let needed = extents.reduce(taken) { $0 + Self.aligned($1.size) }
    missing = needed > whole ? needed - whole : 0
    for (index, size) in Self.sizes(extents, room: missing > 0 ? needed - taken : whole - taken).enumerated()
    {
      partitions[first + index].size = size
    }
    number(logical: logical)
  }

  private mutating func number(logical: Int) {
    for index in partitions.indices { partitions[index].number = index + 1 }
    guard logical > 0 else { return }
    let within = partitions[3...].reduce(0) { $0 + $1.size + Self.mebibyte }
    for index in partitions.indices.dropFirst(3) {
      partitions[index].number = index + 2
      partitions[index].flag = "logical"
    }
    partitions.insert(
      Partition(number: 4, size: within, flag: "extended", use: nil, origin: partitions[3].origin), at: 3)
  }

  /// Divides room, in bytes, among extents: each gets its least, and those that grow share the rest alike up to their bounds.
  static func sizes(_ extents: [Storage.Extent], room: UInt64) -> [UInt64] {
    var sizes = extents.map { aligned($0.size) }
    var rest = room - sizes.reduce(0, +)
    let bounds = zip(extents, sizes).map { extent, size in
      extent.maximum.map { $0 > size ? $0 - size : 0 } ?? .max
    }
    let growing = extents.indices.filter { extents[$0].grow }.sorted { bounds[$0] < bounds[$1] }
    for (count, index) in growing.enumerated() {
      let share = min(bounds[index], rest / UInt64(growing.count - count))
      sizes[index] += share / mebibyte * mebibyte
      rest -= share / mebibyte * mebibyte
    }
    return sizes
  }

  /// Rounded up to whole MiB.
  static func aligned(_ bytes: UInt64, to unit: UInt64 = mebibyte) -> UInt64 {
    (bytes + unit - 1) / unit * unit
  }
}
