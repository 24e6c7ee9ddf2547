import Foundation
import Subprocess
import Testing

@testable import Machine

struct ImageProbeTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func head(of path: String) throws -> Data {
    Data(try Data(contentsOf: URL(fileURLWithPath: path)).prefix(ImageProbe.length))
  }

  private func tail(of path: String) throws -> Data {
    Data(try Data(contentsOf: URL(fileURLWithPath: path)).suffix(ImageProbe.tailLength))
  }

  private func problem(_ head: Data, tail: Data = Data()) -> String? {
    do {
      _ = try ImageProbe.format(of: head, tail: tail, name: "cloud.img")
      return nil
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    (DiskFormat.qcow2, []), (.vmdk, []), (.vmdk, ["subformat=streamOptimized"]), (.vhd, []),
    (.vhd, ["subformat=fixed"]),
    (.vhdx, []), (.vhdx, ["subformat=fixed"]), (.vdi, []), (.vdi, ["static=on"]),
  ])
  func whatQemuImgMakesIsKnownAndConverted(format: DiskFormat, options: [String]) async throws {
    let path = scratch.file("odd, name:1")
    let raw = scratch.file("raw")
    var content = Data(count: 8 << 20)
    content[510] = 0x55
    content[511] = 0xAA
    content[5_000_000] = 9
    try content.write(to: URL(fileURLWithPath: raw))
    try await checked(
      Command(
        "qemu-img",
        ["convert", "-f", "raw", "-O", format.rawValue] + options.flatMap { ["-o", $0] } + [raw, path]))
    let found = try ImageProbe.format(of: head(of: path), tail: tail(of: path), name: "disk")
    #expect(found == format)
    let images = QemuImage(limitingFilesTo: 64 << 20)
    #expect(try await images.info(path, format: found).virtualSize >= UInt64(content.count))
    let converted = scratch.file("converted.qcow2")
    try await images.convert(path, format: found, to: converted)
    try await checked(
      Command("qemu-img", ["convert", "-f", "qcow2", "-O", "raw", converted, scratch.file("back")]))
    let back = try Data(contentsOf: URL(fileURLWithPath: scratch.file("back")))
    #expect(back.prefix(content.count) == content)
    #expect(back.dropFirst(content.count).allSatisfy { $0 == 0 })
  }

  @Test func aConversionStopsAtItsLimit() async throws {
    let path = scratch.file("disk")
    try Data((0..<(4 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(
      to: URL(fileURLWithPath: path))
    await #expect(throws: SubprocessError.self) {
      try await QemuImage(limitingFilesTo: 1 << 20).convert(path, format: .raw, to: scratch.file("out"))
    }
  }

  /// What differs from a whole image, where, and what is said of it.
  @Test(arguments: [
    (
      DiskFormat.vhd, 60, [0, 0, 0, 4],
      "a VHD image that holds only the difference to another: merge them first"
    ),
    (.vhd, 60, [0, 0, 0, 9], "a VHD image of type 9, which is not known"),
    (
      .vdi, 76, [4, 0, 0, 0],
      "a VDI image that holds only the difference to another: clone it with VBoxManage"
    ),
    (.vdi, 76, [7, 0, 0, 0], "a VDI image of type 7, which is not known"),
  ])
  func aDifferencingImageIsRefused(format: DiskFormat, at: Int, bytes: [UInt8], reason: String) async throws {
    let path = scratch.file("disk")
    try await checked(Command("qemu-img", ["create", "-q", "-f", format.rawValue, path, "64M"]))
    var head = try head(of: path)
    head.replaceSubrange(at..<(at + 4), with: bytes)
    #expect(problem(head) == "cannot take cloud.img over: \(reason)")
  }

  @Test(arguments: [
    ("QED\0", 0, "it is a QED image: convert it to qcow2 with qemu-img"),
    ("7z\u{BC}\u{AF}\u{27}\u{1C}", 0, "it is a 7z archive: unpack it and name the disk image in it"),
    ("CD001", 32769, "it is a CD image (ISO 9660): name the image of an installed disk"),
    (
      "<!DOCTYPE html>", 0,
      "it is an HTML page: the server sent a page instead of the image: check the address"
    ),
    (
      "\u{53}\u{EF}", 1080,
      "it is an ext file system without a partition table: name the image of a whole disk"
    ),
  ])
  func whatIsSeenIsNamed(magic: String, offset: Int, reason: String) {
    var head = Data(count: ImageProbe.length)
    let bytes = magic.unicodeScalars.map { UInt8($0.value) }
    head.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    #expect(problem(head) == "cannot take cloud.img over: \(reason)")
  }

  /// Each option that makes an image depend on another file, or unreadable, and what is said of it.
  @Test(arguments: [
    (["-f", "qcow2", "-b", "other", "-F", "raw"], "it has a backing file: flatten it with qemu-img convert"),
    (
      ["-f", "qcow2", "-o", "data_file=data"],
      "its data are in another file: flatten it with qemu-img convert"
    ),
    (
      ["-f", "vmdk", "-o", "subformat=monolithicFlat"],
      "a VMDK descriptor, which names other files: give an image that is one file"
    ),
  ])
  func anImageThatNamesOtherFilesIsRefused(options: [String], reason: String) async throws {
    try Data(count: 1 << 20).write(to: URL(fileURLWithPath: scratch.file("other")))
    let command = Command(
      "qemu-img", ["create", "-q"] + options + ["disk", "1M"], workingDirectory: scratch.file(""))
    try await checked(command)
    #expect(problem(try head(of: scratch.file("disk"))) == "cannot take cloud.img over: \(reason)")
  }

  @Test func aRawDiskIsKnownByItsPartitionTableOnly() throws {
    var disk = Data(count: 4096)
    #expect(
      problem(disk)
        == "cannot take cloud.img over: neither qcow2, VMDK, VHD, VHDX, VDI, nor a raw disk with a partition table"
    )
    disk[510] = 0x55
    disk[511] = 0xAA
    #expect(try ImageProbe.format(of: disk, name: "disk") == .raw)
  }

  /// A header without a capacity makes QEMU follow the descriptor that is in the file.
  @Test func aVMDKWithoutACapacityIsRefused() async throws {
    let path = scratch.file("disk")
    try await checked(Command("qemu-img", ["create", "-q", "-f", "vmdk", path, "64M"]))
    var head = try head(of: path)
    head.replaceSubrange(12..<20, with: Data(count: 8))
    #expect(problem(head)?.hasSuffix("a VMDK image whose data are in other files") == true)
  }

  @Test(arguments: ["QFI\u{FB}", "KDMV", "", "x", "conectix"])
  func whatIsCutOffIsRefused(text: String) {
    #expect(problem(Data(text.unicodeScalars.map { UInt8($0.value) })) != nil)
  }
}
