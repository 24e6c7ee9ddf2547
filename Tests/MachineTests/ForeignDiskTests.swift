import Foundation
import Subprocess
import Testing

@testable import Machine

/// Images that strangers made, by qemu-img and then by hand; `scripts/hostile-test.sh` shows the program to them.
struct ForeignDiskTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func qemu(_ words: String...) async throws {
    try await checked(Command("qemu-img", words, workingDirectory: scratch.path))
  }

  private func patch(_ name: String, _ offset: UInt64, _ bytes: [UInt8]) throws {
    let handle = try #require(FileHandle(forWritingAtPath: scratch.file(name)))
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  private func problem(_ name: String, as format: DiskFormat? = nil, largest: UInt64 = ForeignDisk.largest)
    async throws
    -> String
  {
    do {
      let disk = try await ForeignDisk.examine(scratch.file(name), as: format, name: name, largest: largest)
      return "\(disk.format.name) \(disk.virtualSize)"
    } catch let error as UnusableImage {
      return error.reason
    }
  }

  @Test func aSoundImageIsTaken() async throws {
    try await qemu("create", "-q", "-f", "qcow2", "disk", "3G")
    #expect(try await problem("disk") == "qcow2 \(3 << 30)")
    #expect(try await problem("disk", as: .vmdk) == "it is qcow2, and its descriptor says vmdk")
    #expect(try await problem("disk", largest: 1 << 30) == "its disk has 3072 MiB, and 1024 MiB is the most")
  }

  @Test func anImageThatNamesOtherFilesIsRefused() async throws {
    try await qemu("create", "-q", "-u", "-f", "qcow2", "-b", "/etc/shadow", "-F", "raw", "backed", "1G")
    #expect(try await problem("backed") == "it has a backing file: flatten it with qemu-img convert")
    try await qemu(
      "create", "-q", "-f", "qcow2", "-o", "data_file=elsewhere.raw,data_file_raw=on", "split", "1G")
    #expect(try await problem("split") == "its data are in another file: flatten it with qemu-img convert")
    try await qemu("create", "-q", "-f", "vmdk", "base.vmdk", "1G")
    try await qemu("create", "-q", "-f", "vmdk", "-b", "base.vmdk", "-F", "vmdk", "child.vmdk")
    #expect(
      try await problem("child.vmdk")
        == "a VMDK image that holds only the difference to another: merge them first")
    #expect(try await problem("base.vmdk") == "vmdk \(1 << 30)")
  }

  @Test func absurdSizesAreRefused() async throws {
    try await qemu("create", "-q", "-f", "qcow2", "disk", "1G")
    try patch("disk", 24, [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0])
    #expect(try await problem("disk") == "its disk has 8388607 TiB, and 64 TiB is the most")
    // Of a VDI, whose header is not read so closely, qemu-img tells.
    try await qemu("create", "-q", "-f", "vdi", "disk.vdi", "1G")
    try patch("disk.vdi", 368, [0, 0, 0, 0, 0, 0, 0, 0x7F])
    #expect(try await problem("disk.vdi").hasPrefix("qemu-img cannot read it: "))
  }

  @Test func clustersThatAreUsedTwiceAreRefused() async throws {
    try Data((0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 | 1) }).write(
      to: URL(filePath: scratch.file("raw")))
    try await qemu("convert", "-f", "raw", "-O", "qcow2", "raw", "disk")
    #expect(try await problem("disk") == "qcow2 \(1 << 20)")
    // The first entry of the only L1 table names the L2 table, whose second entry is made the first (docs/interop/qcow2.txt).
    let image = try Data(contentsOf: URL(filePath: scratch.file("disk")))
    func number(_ offset: Int) -> Int {
      image[offset..<(offset + 8)].reduce(0) { $0 << 8 | Int($1) } & 0x00FF_FFFF_FFFF_FE00
    }
    let table = number(number(40))
    try patch("disk", UInt64(table + 8), Array(image[table..<(table + 8)]))
    #expect(try await problem("disk").hasPrefix("its tables are damaged in "))
  }

  @Test func whatIsNoFileIsNotWaitedFor() async throws {
    #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
    #expect(try await problem("pipe") == "it is neither a file nor a disk")
    #expect(try await problem(".") == "it is neither a file nor a disk")
  }
}
