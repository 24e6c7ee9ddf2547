import Files
import Foundation
import Recipes
import Subprocess
import Testing

@testable import Roots

/// Disks made of a folder, looked at with the tools of their file systems.
struct BootstrapDiskTests {
  private let folder = TemporaryFolder()
  private var raw: String { "\(folder.path)/look.raw" }

  private func make(_ layout: BootstrapLayout) async throws {
    let tree = SystemTree(path: "\(folder.path)/tree")
    for (path, text) in ["etc/fstab": layout.fstab, "var/lib/state": "kept\n", "boot/efi/x": ""] {
      let file = "\(tree.path)/\(path)"
      try FileSystem.makeFolder(URL(fileURLWithPath: file).deletingLastPathComponent().path)
      try FileSystem.write(Data(text.utf8), to: file)
    }
    let disk = "\(folder.path)/disk.qcow2"
    try await BootstrapDisk(layout: layout, tree: tree).make(scratch: "\(folder.path)/disk.raw", disk: disk)
    #expect(!FileSystem.exists("\(folder.path)/disk.raw"))
    try await checked(Command("qemu-img", ["convert", "-O", "raw", disk, raw]))
  }

  private func output(_ program: String, _ arguments: String...) async throws -> String {
    String(decoding: try await checked(Command(program, arguments)).stdout, as: UTF8.self)
  }

  /// What a file system says of itself, at its place in the disk.
  private func probe(_ partition: BootstrapLayout.Partition) async throws -> String {
    try await output(
      "/usr/sbin/blkid", "-p", "-O", "\(partition.start)", "-o", "value", "-s", "TYPE", "-s", "UUID", raw)
  }

  @Test func eachFileSystemIsAtItsPlaceWithItsFiles() async throws {
    let extent = Storage.Extent(size: 64 << 20)
    let storage = Storage(
      table: Sourced(.gpt, from: .standard),
      partitions: [
        Sourced(Storage.Partition(extent, .mount(.ext4, at: "/")), from: .standard),
        Sourced(Storage.Partition(extent, .mount(.ext4, at: "/var")), from: .standard),
        Sourced(Storage.Partition(extent, .swap), from: .standard),
      ])
    let layout = try bootstrapLayout(storage, firmware: .uefi, size: 512 << 20)
    try await make(layout)
    let types = ["vfat", "ext4", "ext4", "swap"]
    for (partition, type) in zip(layout.partitions, types) {
      let found = try await probe(partition).split(separator: "\n").map(String.init)
      #expect(Set(found) == [type, partition.id])
    }
    let (start, size) = (layout.partitions[0].start >> 20, layout.partitions[0].size >> 20)
    try await checked(
      Command("dd", ["if=\(raw)", "of=\(raw).esp", "bs=1M", "skip=\(start)", "count=\(size)", "status=none"]))
    let complaints = try await output("/usr/sbin/fsck.vfat", "-n", raw + ".esp")
    #expect(!complaints.contains("less than the required minimum"), "\(complaints)")
    let root = layout.partitions[1].start
    let device = "\(raw)?offset=\(root)"
    #expect(try await output("/usr/sbin/debugfs", "-R", "cat /etc/fstab", device) == layout.fstab)
    #expect(try await output("/usr/sbin/debugfs", "-R", "ls -p /var", device).contains("state") == false)
    let data = "\(raw)?offset=\(layout.partitions[2].start)"
    #expect(try await output("/usr/sbin/debugfs", "-R", "cat /lib/state", data) == "kept\n")
    #expect(
      try await output("/usr/sbin/sfdisk", "-d", raw).contains("type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B"))
  }
}
