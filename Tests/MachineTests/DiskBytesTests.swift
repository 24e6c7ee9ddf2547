import Foundation
import Subprocess
import Testing

@testable import Machine

struct DiskBytesTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// A disk with something in its first bytes, across the border of two pieces, alone in the middle, and in its last bytes.
  private func disk(size: Int = 5 << 20 + 512) throws -> Data {
    var bytes = Data(count: size)
    for (place, count) in [(0, 700), (1 << 20 - 100, 200_000), (3 << 20 + 12345, 1), (size - 9, 9)] {
      for index in place..<(place + count) { bytes[index] = UInt8(truncatingIfNeeded: index % 251 + 1) }
    }
    return bytes
  }

  /// What was given, put together; bytes that were left out are zero.
  private func read(_ path: String, _ format: DiskFormat, size: Int) async throws -> Data {
    try await DiskBytes(path, format: format).read(into: Data(count: size)) { bytes, piece, offset in
      #expect(offset + UInt64(piece.count) <= UInt64(size))
      bytes.replaceSubrange(Int(offset)..<(Int(offset) + piece.count), with: piece)
    }
  }

  @Test(arguments: ["raw, with comma.raw", "disk.qcow2", "disk.vmdk"])
  func allBytesComeAtTheirPlaces(name: String) async throws {
    let bytes = try disk()
    let raw = scratch.file("source.raw")
    try bytes.write(to: URL(fileURLWithPath: raw))
    let path = scratch.file(name)
    let format: DiskFormat = name.hasSuffix("qcow2") ? .qcow2 : name.hasSuffix("vmdk") ? .vmdk : .raw
    let options = [
      "qcow2": ["-c", "-o", "compression_type=zstd"], "vmdk": ["-o", "subformat=streamOptimized"],
    ]
    try await checked(
      Command(
        "qemu-img",
        ["convert", "-f", "raw", "-O", format.rawValue] + (options[format.rawValue] ?? []) + [raw, path]))
    let size = format == .vmdk ? (bytes.count + 65535) / 65536 * 65536 : bytes.count
    let found = try await read(path, format, size: size)
    #expect(found.prefix(bytes.count) == bytes)
  }

  @Test func whatIsEmptyIsLeftOut() async throws {
    let path = scratch.file("empty.qcow2")
    try await QemuImage().create(path, size: 64 << 20)
    let count = try await DiskBytes(path, format: .qcow2).read(into: 0) { count, piece, _ in
      count += piece.count
    }
    #expect(count == 0)
  }

  @Test func whatCannotBeOpenedIsAnErrorInTheServersWords() async throws {
    let path = scratch.file("not.qcow2")
    try Data("no image".utf8).write(to: URL(fileURLWithPath: path))
    let error = await #expect(throws: MachineError.self) {
      _ = try await DiskBytes(path, format: .qcow2).read(into: 0) { _, _, _ in }
    }
    #expect("\(try #require(error))".contains("Image is not in qcow2 format"))
  }
}
