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
    let options = ["-q", "-t", "ext4", "-U", partition.id, "-d", folder, "-E", "offset=\(partition.start)"]
    try await checked(Command("/usr/sbin/mke2fs", options + [image, "\(partition.size >> 10)k"]))
    guard mount != "/" else { return }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
  }

  /// Empty; the boot loader is all that goes there.
  private func makeFAT(_ partition: BootstrapLayout.Partition, on image: String) async throws {
    let serial = partition.id.replacing("-", with: "")
    let options = ["-F", "32", "-i", serial, "--offset", "\(partition.start / 512)"]
    try await checked(Command("/usr/sbin/mkfs.vfat", options + [image, "\(partition.size >> 10)"]))
  }
}
