import Files
import Images
import Planning
import Testing

@testable import Storage

struct BootRecordsTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: folder.path) }

  @Test func onlyTheVeryImageThatBootedIsKnown() async throws {
    try store.prepare()
    let good = BootResult(outcome: .booted, when: "2026-11-21T02:00:00Z", seconds: 12)
    try await store.remember(good, of: .sample("web", digest: "aa"))
    #expect(store.bootRecords().result(of: .sample("web", digest: "aa")) == good)
    #expect(store.bootRecords().result(of: .sample("web", digest: "bb")) == nil)
    #expect(store.bootRecords().result(of: .sample("wiki", digest: "aa")) == nil)
  }

  @Test func anImageThatDidNotBootIsTriedAgain() async throws {
    try store.prepare()
    let image = Descriptor.sample("web", digest: "aa")
    try await store.remember(BootResult(outcome: .booted, when: "2026-11-21T02:00:00Z"), of: image)
    try await store.remember(BootResult(outcome: .failed, when: "2026-11-22T02:00:00Z"), of: image)
    #expect(store.bootRecords().result(of: image) == nil)
  }

  @Test func damageIsForgotten() throws {
    try store.prepare()
    try FileSystem.write(.init("{".utf8), to: "\(store.history)/.boots.json")
    #expect(store.bootRecords() == BootRecords())
  }
}

extension Descriptor {
  /// One disk, so many packages.
  static func sample(_ name: String, digest: String, bytes: UInt64 = 1000, packages: Int = 10) -> Descriptor {
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    let key = LayerKey(hex: digest)
    return Descriptor(
      title: name, description: "", identifier: name, version: "1.0", groups: [],
      os: System(distribution: "debian", version: "13", arch: .x86_64), cpu: 1, memory: 1024,
      disks: [
        Disk(
          name: "system", type: .os, role: .system, index: 0, virtualSize: 1 << 30,
          file: Artifact(kind: .disk, format: .qcow2, digest: digest, size: bytes, path: "\(name)-1.0.qcow2"))
      ], attributes: [:],
      kiln: Provenance(
        key: key, chain: [], built: "2026-11-21T02:00:00Z", tools: tools, answers: "", firmware: .bios,
        packages: packages))
  }
}
