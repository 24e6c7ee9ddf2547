import Foundation
import Subprocess
import Testing

@testable import Machine

struct QemuImageTests {
  private let images = QemuImage()
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test(arguments: ["disk.qcow2", "with, comma:and colon.qcow2", "-o.qcow2"])
  func anEmptyImageHasItsSizeAndNothingElse(name: String) async throws {
    let path = scratch.file(name)
    try await images.create(path, size: 5 << 30)
    let info = try await images.info(path)
    #expect(info.format == "qcow2")
    #expect(info.virtualSize == 5 << 30)
    #expect(info.actualSize < 1 << 20)
    #expect(info.backing == nil)
    #expect(try await images.check(path) == ImageCheck(corruptions: 0, leaks: 0))
  }

  @Test func anOverlayKnowsItsBackingByRelativePath() async throws {
    let folder = scratch.file("layers/a")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try await images.create(scratch.file("layers/base.qcow2"), size: 1 << 20)
    try await images.createOverlay(folder + "/top.qcow2", backing: "../base.qcow2")
    let info = try await images.info(folder + "/top.qcow2")
    #expect(info.backing == "../base.qcow2")
    #expect(info.backingFormat == "qcow2")
    #expect(info.virtualSize == 1 << 20)
  }

  /// Of a maker for whom QEMU takes the geometry in the footer for the size; block/vpc.c, `vpc_open`.
  @Test func anOverlayOfAVHDHasTheWholeDisk() async throws {
    let path = scratch.file("a, b.vhd")
    try await checked(
      Command("qemu-img", ["create", "-q", "-f", "vpc", "-o", "subformat=fixed,force_size=on", path, "5M"]))
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    let footer = data.count - 512
    data.replaceSubrange(footer + 28..<footer + 32, with: Data("vpc ".utf8))
    data.replaceSubrange(footer + 56..<footer + 60, with: [0, 10, 4, 17])
    // The complement of the sum of all other bytes.
    data.replaceSubrange(footer + 64..<footer + 68, with: [0, 0, 0, 0])
    let sum = ~data[footer...].reduce(UInt32(0)) { $0 + UInt32($1) }
    data.replaceSubrange(footer + 64..<footer + 68, with: withUnsafeBytes(of: sum.bigEndian) { Data($0) })
    try data.write(to: URL(fileURLWithPath: path))
    let cut = try await checked(Command("qemu-img", ["info", "--output=json", "-f", "vpc", path]))
    #expect(String(decoding: cut.stdout, as: UTF8.self).contains("\"virtual-size\": \(10 * 4 * 17 * 512)"))

    try await images.createOverlay(scratch.file("top.qcow2"), backing: path, backingFormat: .vhd)
    let info = try await images.info(scratch.file("top.qcow2"), format: .qcow2)
    #expect(info.virtualSize == 5 << 20)
    #expect(info.backingFormat == "vpc")
  }

  /// QEMU, docs/interop/qcow2.txt: without incompatible feature 3, every reader knows the compression.
  @Test(arguments: [("zstd", UInt8(8)), ("zlib", 0)])
  func theCompressionIsTheOneAskedFor(name: String, feature: UInt8) async throws {
    let raw = scratch.file("content")
    try Data(count: 300_000).write(to: URL(fileURLWithPath: raw))
    try await images.flatten(raw, format: .raw, to: scratch.file("out.qcow2"), compression: name)
    let header = try Data(contentsOf: URL(fileURLWithPath: scratch.file("out.qcow2"))).prefix(80)
    #expect(header[79] & 8 == feature)
  }

  @Test func flatteningKeepsTheContentAndIsTheSameEachTime() async throws {
    let raw = scratch.file("content")
    let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 700 &* 31) })
    try content.write(to: URL(fileURLWithPath: raw))
    try await images.flatten(raw, format: .raw, to: scratch.file("base.qcow2"))
    try await images.createOverlay(scratch.file("top.qcow2"), backing: scratch.file("base.qcow2"))
    let flat = [scratch.file("flat1.qcow2"), scratch.file("flat2.qcow2")]
    for path in flat { try await images.flatten(scratch.file("top.qcow2"), to: path) }
    #expect(try await images.info(flat[0]).backing == nil)
    #expect(try await images.check(flat[0]).isSound)
    let bytes = try flat.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(bytes[0] == bytes[1])
    try await checked(Command("qemu-img", ["convert", "-O", "raw", flat[0], scratch.file("back")]))
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.file("back"))).prefix(content.count) == content)
  }

  @Test func damageIsCounted() async throws {
    let path = scratch.file("disk.qcow2")
    try await images.create(path, size: 1 << 20)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    // The first entry of the L1 table, made to point into the header: docs/interop/qcow2.txt.
    try file.seek(toOffset: 40)
    let table = try #require(try file.read(upToCount: 8)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    try file.seek(toOffset: table)
    try file.write(contentsOf: Data([0x80, 0, 0, 0, 0, 0, 0, 0x00 | 0x02]))
    try file.close()
    let report = try await images.check(path)
    #expect(report.corruptions > 0)
    #expect(!report.isSound)
  }

  @Test func qemuImgsOwnWordsAreInTheError() async throws {
    let missing = scratch.file("missing.qcow2")
    for call in [
      { _ = try await images.info(missing) }, { _ = try await images.check(missing) },
      { try await images.flatten(missing, to: missing + "2") },
      { try await images.createOverlay(missing + "3", backing: missing) },
    ] {
      let error = await #expect(throws: SubprocessError.self) { try await call() }
      #expect("\(try #require(error))".contains("No such file or directory"))
    }
  }

  @Test func anAnswerThatCannotBeReadIsAnError() async throws {
    let odd = QemuImage(executable: try scratch.script("echo '{\"format\": 3}'"))
    let error = await #expect(throws: MachineError.self) { try await odd.info("x") }
    #expect("\(try #require(error))".hasSuffix(#"answered with what cannot be read: {"format": 3}"#))
  }

  @Test func anImageIsBlankUntilSomethingIsWritten() async throws {
    let (base, overlay) = (scratch.file("base.qcow2"), scratch.file("overlay.qcow2"))
    try await QemuImage().create(base, size: 8 << 20)
    try await QemuImage().createOverlay(overlay, backing: base)
    #expect(try await QemuImage().isBlank(overlay))
    try await checked(Command("qemu-io", ["-f", "qcow2", "-c", "write -z -u 1M 1M", base]))
    #expect(try await QemuImage().isBlank(overlay), "zeros that were written are none")
    try await checked(Command("qemu-io", ["-f", "qcow2", "-c", "write -P 7 4M 4k", base]))
    #expect(try await QemuImage().isBlank(overlay) == false)
  }
}
