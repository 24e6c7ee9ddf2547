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

  private func problem(_ head: Data) -> String? {
    do {
      _ = try ImageProbe.format(of: head, name: "cloud.img")
      return nil
    } catch {
      return error.description
    }
  }

  @Test(arguments: [ImageFormat.qcow2, .vmdk])
  func whatQemuImgMakesIsKnown(format: ImageFormat) async throws {
    let path = scratch.file("disk")
    try await checked(Command("qemu-img", ["create", "-q", "-f", format.rawValue, path, "64M"]))
    #expect(try ImageProbe.format(of: head(of: path), name: "disk") == format)
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
        == "cannot take cloud.img over: neither qcow2, VMDK, nor a raw disk with a partition table")
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

  @Test(arguments: ["QFI\u{FB}", "KDMV", "", "x"])
  func whatIsCutOffIsRefused(text: String) {
    #expect(problem(Data(text.unicodeScalars.map { UInt8($0.value) })) != nil)
  }
}
