import Failures
import Foundation
import Machine
import Testing

@testable import Imaging

struct KeptDisksTests {
  @Test(
    arguments: [
      (["system"], "web1.qcow2", ["web1.qcow2"]),
      ([nil], "web1", ["web1"]),
      (["system", "data"], "/d/web1.qcow2", ["/d/web1.qcow2", "/d/web1-data.qcow2"]),
      (["system", "data", nil], "web1", ["web1", "web1-data", "web1-3"]),
      // Names that others gave are no paths.
      (
        ["system", "../../etc/x", "", "a", "a"], "w.img",
        ["w.img", "w-2.img", "w-3.img", "w-a.img", "w-5.img"]
      ),
    ] as [([String?], String, [String])])
  func furtherDisksAreBesideTheFirst(names: [String?], path: String, paths: [String]) {
    #expect(KeptDisks.paths(for: names, from: path) == paths)
  }

  @Test func aKeptDiskStandsAloneAndOverwritesNothing() async throws {
    let folder = try Scratch()
    try await QemuImage().create(folder.file("base.qcow2"), size: 1 << 20)
    let source = ImageSource(disk: folder.file("base.qcow2"), format: .qcow2)
    let kept = try await KeptDisks(of: source, at: folder.file("kept.qcow2"))
    #expect(kept.paths == [folder.file("kept.qcow2")])
    #expect(try await QemuImage().info(kept.paths[0], format: .qcow2).backing == nil)
    let error = await #expect(throws: BuildError.self) {
      try await KeptDisks(of: source, at: folder.file("kept.qcow2"))
    }
    #expect(
      error?.description == "\(kept.paths[0]) is there already: name another file, or remove that one")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "base.qcow2", "kept.qcow2",
      ])
  }

  /// A file from elsewhere that would have QEMU open others.
  @Test func aDiskThatNamesAnotherFileIsRefused() async throws {
    let folder = try Scratch()
    try await QemuImage().create(folder.file("base.qcow2"), size: 1 << 20)
    try await QemuImage().createOverlay(folder.file("over.qcow2"), backing: folder.file("base.qcow2"))
    let source = ImageSource(disk: folder.file("over.qcow2"), format: .qcow2)
    let error = await #expect(throws: UnusableImage.self) {
      try await KeptDisks(of: source, at: folder.file("kept.qcow2"))
    }
    #expect(error?.reason == "it has a backing file: flatten it with qemu-img convert")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "base.qcow2", "over.qcow2",
      ])
  }
}
