import Foundation
import Images
import Recipes
import Testing

@testable import Imaging

/// Which files are opened of an image that is there in several formats.
struct BundleSourceTests {
  private static func artifact(_ path: String, _ format: ImageFormat) -> Artifact {
    Artifact(
      kind: format.isDisk ? .disk : .bundle, format: format, digest: String(repeating: "a", count: 64),
      size: 1,
      path: path)
  }

  /// A data disk, then the system's.
  private static func image(_ formats: [ImageFormat], in leading: ImageFormat) -> Descriptor {
    var disks = [("data", Hardware.Role.data), ("system", .system), ("cache", .scratch)].enumerated().map {
      Descriptor.Disk(
        name: $1.0, type: $1.0 == "system" ? .os : .data, role: $1.1, index: $0, virtualSize: 1 << 20)
    }
    var artifacts: [Artifact] = []
    for format in formats {
      switch format {
      case .incus: artifacts += ["web.incus.tar.xz", "web.incus.qcow2"].map { artifact($0, format) }
      case _ where format.isDisk:
        artifacts += ["web", "web-data"].map { artifact($0 + format.fileEnding, format) }
      default: artifacts.append(artifact("web.\(format.rawValue)", format))
      }
    }
    let own = artifacts.filter { $0.format == leading }
    for (index, file) in [leading.isDisk ? own[1] : own[0], own[0]].enumerated() {
      disks[index].file = file
      disks[index].format = leading
    }
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    return Descriptor(
      title: "", description: "", identifier: "web", version: "1", groups: [],
      os: .init(distribution: "debian", version: "13", arch: .x86_64), cpu: 1, memory: 512, disks: disks,
      artifacts: artifacts, attributes: [:],
      kiln: Provenance(
        key: LayerKey(hex: "ab"), chain: [], built: .distantPast, tools: tools, answers: "", firmware: .bios,
        packages: 1))
  }

  private struct Case: CustomTestStringConvertible {
    var name: String
    var formats: [ImageFormat]
    var bundle: String?
    var paths: [String?] = [nil, nil, nil]
    var isCompressed = false
    var testDescription: String { name }
  }

  private static let all: [ImageFormat] = [.qcow2, .raw, .rawZstd, .ova, .incus, .kernel]

  private static let cases = [
    Case(name: "web.qcow2", formats: all, paths: ["web-data.qcow2", "web.qcow2", nil]),
    Case(name: "web-data.raw", formats: all, paths: ["web-data.raw", "web.raw", nil]),
    Case(
      name: "web.raw.zst", formats: all, paths: ["web-data.raw.zst", "web.raw.zst", nil], isCompressed: true),
    Case(name: "web.ova", formats: all, bundle: "web.ova"),
    Case(name: "web.ova", formats: [.ova, .raw], bundle: "web.ova"),
    Case(name: "web.raw", formats: [.ova, .raw], paths: ["web-data.raw", "web.raw", nil]),
    Case(name: "web.incus.tar.xz", formats: all, bundle: "web.incus.qcow2"),
    Case(name: "web.incus.qcow2", formats: [.incus], bundle: "web.incus.qcow2"),
    Case(name: "web.kernel", formats: all, paths: ["web-data.qcow2", "web.qcow2", nil]),
  ]

  @Test(arguments: cases)
  private func theFileThatIsNamedIsOpened(one: Case) throws {
    let described = Self.image(one.formats, in: one.formats[0])
    let found = try #require(described.withFiles(like: one.name))
    let source = ImageSource("x", found) { $0.path }
    #expect(source.bundle == one.bundle)
    #expect(source.disks.map(\.path) == one.paths)
    #expect(source.disks.map(\.name) == ["data", "system", "cache"])
    #expect(source.disks[1].isCompressed == one.isCompressed)
  }

  @Test func anotherFileIsNotTheImages() {
    #expect(Self.image(Self.all, in: .qcow2).withFiles(like: "other.raw") == nil)
  }
}
