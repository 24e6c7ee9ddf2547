import Failures
import Files
import Foundation
import Recipes

/// Where each partition of a new disk is, with what a firmware needs to boot it added.
public struct DiskLayout: Hashable, Sendable {
  /// One partition, in bytes.
  public struct Partition: Hashable, Sendable {
    public var start: UInt64
    public var size: UInt64
    public var content: Content
    /// Of its file system or swap space: a UUID, or a FAT serial number such as `1A2B-3C4D`.
    public var id: String
  }

  /// What is in a partition.
  public enum Content: Hashable, Sendable {
    case filesystem(Storage.FileSystem, mount: String)
    case swap
    /// GRUB's second stage, on a GPT disk that BIOS boots.
    case bootLoader
  }

  public let table: Storage.Table
  /// Bytes.
  public let size: UInt64
  public private(set) var partitions: [Partition] = []

  private static let mebibyte: UInt64 = 1 << 20

  /// - Throws: `BuildError` when the partitions do not fit on the disk.
  public init(_ storage: Storage, firmware: Hardware.Firmware, size: UInt64) throws(BuildError) {
    self.table = storage.table.value
    self.size = size
    let wanted = Self.boot(storage, firmware) + storage.partitions.compactMap { Self.content($0.value) }
    let sizes = Self.sizes(wanted.map(\.extent), room: size - min(size, 2 * Self.mebibyte))
    guard let sizes else {
      throw BuildError(
        .diskTooSmall,
        "\(storage.table.origin): the partitions do not fit on a disk of \(size >> 20) MiB: "
          + "make the disk larger or the partitions smaller")
    }
    var start = Self.mebibyte
    for (size, (content, _)) in zip(sizes, wanted) {
      partitions.append(Partition(start: start, size: size, content: content, id: Self.newID(for: content)))
      start += size
    }
  }

  private static func boot(
    _ storage: Storage, _ firmware: Hardware.Firmware
  ) -> [(content: Content, extent: Storage.Extent)] {
    let mounts = storage.partitions.map(\.value.use.mountPoint)
    if firmware == .uefi, !mounts.contains("/boot/efi") {
      return [(.filesystem(.vfat, mount: "/boot/efi"), Storage.Extent(size: 256 * mebibyte))]
    }
    if firmware == .bios, storage.table.value == .gpt {
      return [(.bootLoader, Storage.Extent(size: mebibyte))]
    }
    return []
  }

  private static func content(_ partition: Storage.Partition) -> (content: Content, extent: Storage.Extent)? {
    switch partition.use {
    case .mount(let filesystem, let mount): (.filesystem(filesystem, mount: mount), partition.extent)
    case .swap: (.swap, partition.extent)
    case .physicalVolume, .member: nil
    }
  }

  /// Whole mebibytes; what is left is shared alike by those that grow, up to their bounds. Nil when there is too little.
  private static func sizes(_ extents: [Storage.Extent], room: UInt64) -> [UInt64]? {
    var sizes = extents.map { $0.size / mebibyte + ($0.size % mebibyte == 0 ? 0 : 1) }
    let bounds = extents.map { ($0.maximum ?? .max) / mebibyte }
    let (sum, overflow) = sizes.reduce((UInt64(0), false)) { total, size in
      let next = total.0.addingReportingOverflow(size)
      return (next.partialValue, total.1 || next.overflow)
    }
    guard !overflow, sum <= room / mebibyte else { return nil }
    var left = room / mebibyte - sum
    while left > 0 {
      let growing = sizes.indices.filter { extents[$0].grow && sizes[$0] < bounds[$0] }
      if growing.isEmpty { break }
      let share = max(1, left / UInt64(growing.count))
      for index in growing {
        let step = min(share, left, bounds[index] - sizes[index])
        sizes[index] += step
        left -= step
      }
    }
    return sizes.map { $0 * mebibyte }
  }

  private static func newID(for content: Content) -> String {
    let uuid = UUID().uuidString
    guard case .filesystem(.vfat, _) = content else { return uuid.lowercased() }
    return "\(uuid.prefix(4))-\(uuid.dropFirst(4).prefix(4))"
  }
}
