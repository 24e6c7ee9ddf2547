import Files
import Foundation
import Machine
import Subprocess

/// Makes a disk of a system's folder: partition table and file systems, each filled while it is made.
///
/// Everything is written straight into a sparse file, at each partition's place: no loop device, no mount, no root.
struct BootstrapDisk: Sendable {
  let layout: BootstrapLayout
  let tree: SystemTree
  /// What file systems have as the time that they were made at, in seconds since 1970; nil: now.
  var epoch: Int64?

  /// - Parameters:
  ///   - scratch: a raw image that is gone afterwards.
  ///   - disk: the qcow2 image to make.
  func make(scratch: String, disk: String) async throws {
    try await checked(Command("truncate", ["-s", "\(layout.size)", scratch]))
    for partition in layout.partitions where partition.content == .swap {
      try await makeSwap(partition, on: scratch)
    }
    for partition in layout.mountedDeepestFirst { try await makeFileSystem(partition, on: scratch) }
    // Last, since the others would take a partition table for something to be careful with.
    try await checked(
      Command("/usr/sbin/sfdisk", ["-q", "--wipe", "never", "--wipe-partitions", "never", scratch]),
      input: Data(layout.partitionTable.utf8))
    try await QemuImage().convert(scratch, format: .raw, to: disk)
    try FileSystem.remove(scratch)
  }

  /// mkswap writes to the beginning of a file only; all that it writes is in the first page (mkswap(8)).
  private func makeSwap(_ partition: BootstrapLayout.Partition, on image: String) async throws {
    let swap = image + ".swap"
    try await checked(Command("truncate", ["-s", "\(partition.size)", swap]))
    try await checked(Command("/usr/sbin/mkswap", ["-p", "4096", "-U", partition.id, swap]))
    let place = ["bs=4096", "count=1", "seek=\(partition.start / 4096)", "conv=notrunc", "status=none"]
    try await checked(Command("dd", ["if=\(swap)", "of=\(image)"] + place))
    try FileSystem.remove(swap)
  }

  private func makeFileSystem(_ partition: BootstrapLayout.Partition, on image: String) async throws {
    guard case .filesystem(let filesystem, let mount) = partition.content else { return }
    let folder = mount == "/" ? tree.path : tree.path + mount
    try FileSystem.makeFolder(folder)
    if filesystem == .vfat { return try await makeFAT(partition, on: image) }
    let extended = "offset=\(partition.start),hash_seed=\(partition.hashSeed)"
    let options = ["-q", "-t", "ext4", "-U", partition.id, "-d", folder, "-E", extended]
    // Newer ones know SOURCE_DATE_EPOCH as well (e2fsprogs 1.47.1).
    let time = epoch.map { ["E2FSPROGS_FAKE_TIME": "\($0)"] } ?? [:]
    try await checked(
      Command("/usr/sbin/mke2fs", options + [image, "\(partition.size >> 10)k"], environment: time))
    guard mount != "/" else { return }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  /// Empty; the boot loader is all that goes there.
  private func makeFAT(_ partition: BootstrapLayout.Partition, on image: String) async throws {
    let serial = partition.id.replacing("-", with: "")
    // Without the time.
    // Firmware takes FAT32 with fewer than 65,525 clusters for damaged (Microsoft's FAT specification 1.03, "FAT Type Determination"),
    // and mkfs.vfat makes as few where the file is larger than the partition.
    let cluster = partition.size > 260 << 20 ? "8" : "1"
    let options = [
      "-F", "32", "-s", cluster, "--invariant", "-i", serial, "--offset", "\(partition.start / 512)",
    ]
    try await checked(Command("/usr/sbin/mkfs.vfat", options + [image, "\(partition.size >> 10)"]))
  }
}
