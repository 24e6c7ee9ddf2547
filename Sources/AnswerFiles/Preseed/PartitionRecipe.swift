import Recipes

/// partman-auto's words for a layout.
///
/// A partition is `MINIMUM PRIORITY MAXIMUM FILESYSTEM options… .` with sizes in units of 10⁶ bytes. What is left of the
/// disk is shared among those whose priority exceeds their minimum, in the proportion of the excess.
struct PartitionRecipe {
  let storage: Storage

  init(_ storage: Storage) {
    self.storage = storage
  }

  /// One for the head, then one per partition.
  var parts: [Sourced<String>] {
    let head = Sourced("kiln ::", from: storage.table.origin)
    let partitions = storage.partitions.enumerated().map { index, partition in
      Sourced(text(partition.value, index), from: partition.origin)
    }
    return [head] + bootLoader + partitions
  }

  /// The least disk that the layout fits on, in bytes; partman falls back to a layout of its own on a smaller one.
  var leastDisk: UInt64 {
    let sizes = storage.partitions.map { Self.megabytes($0.value.extent.size) }
    // The tables at both ends, and the first partition's alignment.
    return (sizes.reduce(0, +) + UInt64(bootLoader.count)) * 1_000_000 + 2 * Self.alignment
  }

  /// BIOS firmware finds GRUB's second stage on a GPT disk in a partition of its own.
  private var bootLoader: [Sourced<String>] {
    guard storage.table.value == .gpt else { return [] }
    return [Sourced("1 1 1 free method{ biosgrub } .", from: storage.table.origin)]
  }

  private func text(_ partition: Storage.Partition, _ index: Int) -> String {
    let least = Self.megabytes(partition.extent.size)
    // The same excess for each that grows: they share alike.
    let sizes = partition.extent.grow ? "\(least) \(least + 1000) -1" : "\(least) \(least) \(least)"
    let flags = flags(partition, index)
    guard case .mount(let filesystem, let mount) = partition.use else {
      return "\(sizes) linux-swap\(flags) method{ swap } format{ } ."
    }
    let name = filesystem.rawValue
    return "\(sizes) \(name)\(flags) method{ format } format{ } use_filesystem{ } filesystem{ \(name) }"
      + " mountpoint{ \(mount) } ."
  }

  /// An MBR has four entries; when they do not suffice, all but three partitions go into an extended one.
  private func flags(_ partition: Storage.Partition, _ index: Int) -> String {
    guard storage.table.value == .mbr else { return "" }
    let primary = storage.partitions.count <= 4 || index < 3
    let bootMount = storage.partitions.contains { $0.value.use.mountPoint == "/boot" } ? "/boot" : "/"
    return (primary ? " $primary{ }" : "") + (partition.use.mountPoint == bootMount ? " $bootable{ }" : "")
  }

  /// Rounded up, and one alignment more: partman cuts partitions to whole MiB.
  private static func megabytes(_ bytes: UInt64) -> UInt64 { (bytes + alignment + 999_999) / 1_000_000 }

  private static let alignment: UInt64 = 1 << 20
}
