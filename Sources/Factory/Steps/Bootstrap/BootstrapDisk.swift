import Foundation
import Machine
import Subprocess

/// Makes a disk of a system's folder: partition table and file systems, each filled while it is made.
///
/// Everything is written straight into a sparse file, at each partition's place: no loop device, no mount, no root.
struct BootstrapDisk: Sendable {
  let layout: DiskLayout
  let tree: SystemTree

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

  private func makeSwap(_ partition: DiskLayout.Partition, on image: String) async throws {
    try await checked(
      Command(
        "/usr/sbin/mkswap",
        [
          "-q", "-U", partition.id, "--offset", "\(partition.start)", image, "\(partition.size >> 10)",
        ]))
  }

  private func makeFileSystem(_ partition: DiskLayout.Partition, on image: String) async throws {
    guard case .filesystem(let filesystem, let mount) = partition.content else { return }
    let folder = mount == "/" ? tree.path : tree.path + mount
    if filesystem == .vfat {
      return try await checkedFAT(partition, on: image, mountPoint: folder)
    }
    try await tree.run(
      "/usr/sbin/mke2fs",
      [
        "-q", "-t", "ext4", "-U", partition.id, "-d", folder, "-E", "offset=\(partition.start)", image,
        "\(partition.size >> 10)k",
      ])
    if mount != "/" { try await tree.run("find", [folder, "-mindepth", "1", "-delete"]) }
  }

  /// Empty; the boot loader is all that goes there.
  private func checkedFAT(
    _ partition: DiskLayout.Partition, on image: String, mountPoint: String
  ) async throws {
    try await tree.run("mkdir", ["-p", mountPoint])
    try await checked(
      Command(
        "/usr/sbin/mkfs.vfat",
        [
          "-F", "32", "-i", partition.id.replacing("-", with: ""), "--offset", "\(partition.start / 512)",
          image,
          "\(partition.size >> 10)",
        ]))
  }
}
