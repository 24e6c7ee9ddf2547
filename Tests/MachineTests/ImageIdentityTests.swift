import Foundation
import Subprocess
import Testing

@testable import Machine

struct ImageIdentityTests {
  private let scratch: Scratch
  private let content = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 700 &* 31) })
  private let size: UInt64 = 64 << 20

  init() throws { scratch = try Scratch() }

  private func identity(_ byte: UInt8) -> ImageIdentity {
    ImageIdentity(seed: (0..<32).map { $0 &* 7 &+ byte })
  }

  private func source() async throws -> String {
    let (raw, image) = (scratch.file("content"), scratch.file("source.qcow2"))
    try content.write(to: URL(fileURLWithPath: raw))
    truncate(raw, Int(size))
    try await QemuImage().flatten(raw, format: .raw, to: image)
    return image
  }

  private func export(
    _ source: String, _ format: DiskFormat, _ byte: UInt8, size: UInt64? = nil
  ) async throws -> Data {
    let path = scratch.file("image.\(format.name)")
    try await QemuImage().export(
      source, format: .qcow2, to: path, as: format, size: size, identity: identity(byte),
      scratch: scratch.path)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// qemu-img itself, which checks the sums of headers, still reads it, and what is in it is the same.
  @Test(arguments: [DiskFormat.raw, .vmdk, .vdi, .vhd, .vhdx])
  func theSameImageHasTheSameBytes(format: DiskFormat) async throws {
    let source = try await source()
    let first = try await export(source, format, 1)
    #expect(try await export(source, format, 1) == first)
    let other = try await export(source, format, 2)
    #expect((other == first) == (format == .raw), "another image is told apart")
    let back = scratch.file("back")
    let outcome = try await checked(
      Command(
        "qemu-img",
        ["convert", "-f", format.rawValue, "-O", "raw", scratch.file("image.\(format.name)"), back]))
    #expect(String(decoding: outcome.stderr, as: UTF8.self) == "", "no sum is wrong")
    let read = try Data(contentsOf: URL(fileURLWithPath: back))
    #expect(read.count == Int(size) && read.prefix(content.count) == content)
    if [.vdi, .vhdx].contains(format) {
      try await checked(
        Command("qemu-img", ["check", "-f", format.rawValue, scratch.file("image.\(format.name)")]))
    }
    // What is in the disk is no partition table.
    guard format != .raw else { return }
    #expect(try ImageProbe.format(ofFile: scratch.file("image.\(format.name)")) == format)
  }

  /// QEMU leaves out leading zeros, one time in sixteen.
  @Test(arguments: ["b01e88db", "b01e88d", "1"])
  func aContentIDOfAnyLengthIsReplaced(id: String) throws {
    var head = Data(count: 512)
    head.replaceSubrange(0..<4, with: Data("KDMV".utf8))
    head[28] = 1
    head[36] = 2
    let text = "# Disk DescriptorFile\nversion=1\nCID=\(id)\nparentCID=ffffffff\n"
    let path = scratch.file("short.vmdk")
    try (head + Data(text.utf8) + Data(count: 1024 - text.utf8.count) + Data("more".utf8))
      .write(to: URL(fileURLWithPath: path))
    try identity(1).settle(path, format: .vmdk)
    let settled = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(settled.count == 512 + 1024 + 4 && settled.suffix(4) == Data("more".utf8))
    let after = String(decoding: settled.dropFirst(512).prefix { $0 != 0 }, as: UTF8.self)
    #expect(after == "# Disk DescriptorFile\nversion=1\nCID=01080f16\nparentCID=ffffffff\n")
  }

  /// Azure takes no other.
  @Test func aDiskCanBeMadeLargerOnTheWay() async throws {
    let raw = scratch.file("odd")
    try Data(count: 3 << 20 | 512).write(to: URL(fileURLWithPath: raw))
    let path = scratch.file("odd.vhd")
    try await QemuImage().export(
      raw, format: .raw, to: path, as: .vhd, size: 4 << 20, identity: identity(1), scratch: scratch.path)
    #expect(try await QemuImage().info(path, format: .vhd).virtualSize == 4 << 20)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 4 << 20 | 512)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == ["odd", "odd.vhd"])
  }

  @Test(arguments: [DiskFormat.vmdk, .vdi, .vhd, .vhdx])
  func whatIsNotOfTheFormatIsLeftAlone(format: DiskFormat) throws {
    let path = scratch.file("no image")
    let bytes = Data((0..<400_000).map { UInt8(truncatingIfNeeded: $0) })
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: MachineError.self) { try identity(1).settle(path, format: format) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test(arguments: ["0.10", "1.1"])
  func aQcow2IsOfTheVersionAskedFor(compat: String) async throws {
    let path = scratch.file("out.qcow2")
    try await QemuImage().flatten(try await source(), to: path, compression: "zlib", compat: compat)
    let head = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(8)
    #expect(head.last == (compat == "0.10" ? 2 : 3))
    #expect(try await QemuImage().check(path).isSound)
  }
}
