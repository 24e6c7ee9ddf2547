import Foundation
import Storage
import Testing

@testable import Imaging

struct SourceMachineTests {
  /// A run inspects several images in one process.
  @Test func severalImagesAreOpenedAtOnceForOnePurpose() async throws {
    let scratch = try Scratch()
    // A disk with a partition table, as far as that is looked at.
    var disk = Data(count: 1 << 20)
    disk.replaceSubrange(510..<512, with: [0x55, 0xAA])
    try disk.write(to: URL(filePath: scratch.file("disk.img")))
    let store = Store(root: scratch.file("store"))
    try store.prepare()
    let source = try store.source(scratch.file("disk.img"))
    let folders = try await source.using(store, for: "scan") { source, outer in
      try await source.using(store, for: "scan") { _, inner in [outer.path, inner.path] }
    }
    #expect(Set(folders).count == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.work) == [])
  }
}
