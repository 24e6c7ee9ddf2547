import Digests
import Files
import Foundation
import Images
import Machine
import Recipes
import Subprocess
import Testing

@testable import Imaging
@testable import Storage

/// Disks of a few megabytes, made by others.
struct ImageConversionTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: "\(folder.path)/store") }
  private var output: String { "\(folder.path)/out" }

  /// A raw disk with a partition table, as far as that is looked at.
  private func disk(_ name: String = "disk.img", size: Int = 5 << 20) throws -> String {
    var bytes = Data(
      (0..<size).map { $0 % 3 << 20 < 1 << 20 ? UInt8(truncatingIfNeeded: $0 / 900 &* 31) : 0 })
    bytes.replaceSubrange(510..<512, with: [0x55, 0xAA])
    let path = "\(folder.path)/\(name)"
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
  }

  private func convert(
    _ path: String, _ formats: [ImageFormat], replaces: Bool = false
  ) async throws -> [ImageConversion.File] {
    try store.prepare()
    return try await ImageConversion(store: store, output: output, replaces: replaces)
      .run(try store.source(path), as: formats)
  }

  private func raw(_ file: String, _ format: ImageFormat) async throws -> Data {
    let path = "\(output)/\(file)"
    switch format {
    case .rawZstd:
      return try await checked(Command("zstd", ["-q", "-d", "-c", path]), limits: Limits(output: 1 << 30))
        .stdout
    case .rawXZ:
      return try await checked(Command("xz", ["-d", "-c", path]), limits: Limits(output: 1 << 30)).stdout
    default:
      let back = "\(folder.path)/back"
      try await checked(
        Command(
          "qemu-img", ["convert", "-f", try #require(DiskFormat(format)).rawValue, "-O", "raw", path, back]))
      return try Data(contentsOf: URL(fileURLWithPath: back))
    }
  }

  private static let disks = ImageFormat.allCases.filter(\.isDisk)

  @Test func eachFormatHasTheSameBlocks() async throws {
    let source = try disk()
    let content = try Data(contentsOf: URL(fileURLWithPath: source))
    let files = try await convert(source, Self.disks)
    #expect(files.map(\.artifact.path) == Self.disks.map { "disk\($0.fileEnding)" })
    #expect(files.allSatisfy { !$0.isUnchanged })
    for file in files {
      #expect(try await raw(file.artifact.path, try #require(file.artifact.format)) == content, "\(file)")
      #expect(try sha256(file: "\(output)/\(file.artifact.path)") == file.artifact.digest)
    }
    let sums = try String(contentsOfFile: "\(output)/SHA256SUMS", encoding: .utf8)
    #expect(sums.split(separator: "\n").count == Self.disks.count)
    #expect(FileSystem.entries(of: output).count == Self.disks.count + 1, "nothing is left beside them")
    let again = try await convert(source, Self.disks)
    #expect(again.map(\.artifact) == files.map(\.artifact), "the same bytes")
    #expect(again.map(\.isUnchanged) == Self.disks.map { _ in true })
  }

  @Test func whatIsThereWithOtherContentIsNotReplacedUnasked() async throws {
    let source = try disk()
    try FileSystem.makeFolder(output)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(output)/disk.vmdk"))
    let error = await #expect(throws: SourceError.self) { try await convert(source, [.vmdk, .vdi]) }
    #expect(error?.description == "\(output)/disk.vmdk is there with other content: --force replaces it")
    #expect(try String(contentsOfFile: "\(output)/disk.vmdk", encoding: .utf8) == "mine")
    #expect(FileSystem.exists("\(output)/disk.vdi"), "the other one is made all the same")
    #expect(try await convert(source, [.vmdk], replaces: true).map(\.isUnchanged) == [false])
  }

  @Test func aFixedVHDEndsOnAMebibyte() async throws {
    let files = try await convert(try disk(size: 3 << 20 | 512), [.vhd])
    #expect(files[0].artifact.size == 4 << 20 | 512)
  }

  @Test(arguments: ["a backing file", "a descriptor of another's file"])
  func whatNamesOtherFilesIsRefused(fault: String) async throws {
    let secret = try disk("secret")
    let path = "\(folder.path)/\(fault == "a backing file" ? "a.qcow2" : "a.vmdk")"
    if fault == "a backing file" {
      try await QemuImage().createOverlay(path, backing: secret, backingFormat: .raw)
    } else {
      let text = "# Disk DescriptorFile\nversion=1\nRW 10240 FLAT \"secret\" 0\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    await #expect(throws: UnusableImage.self) { try await convert(path, [.raw]) }
    #expect(!FileSystem.exists("\(output)/a.raw"))
  }
}
