import Images
import Recipes
import Testing

@testable import Imaging

struct HandoutTests {
  private static func file(_ path: String, _ format: ImageFormat) -> Artifact {
    Artifact(kind: format.isDisk ? .disk : .bundle, format: format, digest: path, size: 1, path: path)
  }

  /// A data disk first, then the system's, and a scratch disk that nothing is on.
  private static let sealed: [Descriptor.Disk] = [
    .init(
      name: "data", type: .data, role: .data, index: 0, virtualSize: 3 << 19,
      file: file("web-data.qcow2", .qcow2),
      compression: .zstd),
    .init(
      name: "system", type: .os, role: .system, index: 1, virtualSize: 8 << 20,
      file: file("web.qcow2", .qcow2),
      compression: .zstd),
    .init(name: "tmp", type: .data, role: .scratch, index: 2, virtualSize: 1 << 20),
  ]

  private static let vhd = [file("web.vhd", .vhd), file("web-data.vhd", .vhd)]
  private static let ova = [file("web.ova", .ova)]
  private static let kernel = [file("web.vmlinuz", .kernel), file("web.initrd", .kernel)]

  @Test(
    arguments: [
      ([.qcow2], [], ["web-data.qcow2", "web.qcow2", nil], nil),
      ([.vhd, .qcow2], vhd, ["web-data.qcow2", "web.qcow2", nil], 4),
      ([.vhd, .ova], vhd + ova, ["web-data.vhd", "web.vhd", nil], 3),
      ([.ova, .vhd], ova + vhd, ["web.ova", "web.ova", nil], 3),
      ([.kernel, .vhd], kernel + vhd, ["web-data.vhd", "web.vhd", nil], 4),
    ] as [([ImageFormat], [Artifact], [String?], Int?)])
  func theDescriptorsDisksAreFilesThatAreHandedOut(
    formats: [ImageFormat], further: [Artifact], paths: [String?], count: Int?
  ) {
    let handout = Handout(sealed: Self.sealed, further: further, formats: formats)
    #expect(handout.disks.map { $0.file?.path } == paths)
    #expect(handout.artifacts?.count == count)
    #expect(handout.disks.map(\.target) == ["vda", "vdb", "vdc"])
    for disk in handout.disks where disk.file != nil {
      #expect(disk.format == disk.file?.format)
      #expect((disk.compression != nil) == (disk.format == .qcow2))
    }
    // As it is in the file.
    #expect(handout.disks[0].virtualSize == (handout.disks[0].format == .vhd ? 2 << 20 : 3 << 19))
  }
}
