import Files
import Foundation
import Images
import Planning
import Recipes
import Testing

@testable import Failures
@testable import Storage

struct LayerStoreTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: folder.path) }
  private let key = LayerKey(hex: String(repeating: "a", count: 64))

  private var record: StoredLayer {
    let tools = Tools(kiln: "0", qemu: "0", libguestfs: "0")
    return StoredLayer(
      record: LayerRecord(
        name: LayerName(recipe: "web", isInstall: false), key: key, inputs: [Input("a", "1")]),
      parent: nil,
      facts: LayerFacts(built: "2026-01-01T00:00:00Z", seconds: 1, tools: tools, accelerator: "tcg"))
  }

  @Test func aLayerIsThereOnlyOnceItIsPublished() async throws {
    try store.prepare()
    let work = try #require(try await store.layers.begin(key) { _ in })
    try Data("disk".utf8).write(to: URL(fileURLWithPath: work.folder.disk(StoredLayer.systemDisk)))
    #expect(store.layers.present() == [])
    try await store.layers.publish(work, record)
    #expect(store.layers.present() == [key])
    #expect(try store.layers.read(key).record == record.record)
    #expect(FileSystem.entries(of: store.work).filter { !$0.hasSuffix(".lock") } == [])
  }

  @Test func whoeverComesSecondFindsTheLayerBuilt() async throws {
    try store.prepare()
    let store = store
    let key = key
    var first = try await store.layers.begin(key) { _ in }
    let second = Task { try await store.layers.begin(key) { _ in } == nil }
    let work = try #require(first)
    try Data("disk".utf8).write(to: URL(fileURLWithPath: work.folder.disk(StoredLayer.systemDisk)))
    try await store.layers.publish(work, record)
    first = nil
    _ = consume work
    #expect(try await second.value)
  }

  /// Publishes a layer of nothing but a record.
  private func publish(_ digit: String, on parent: LayerKey? = nil) async throws -> LayerKey {
    let key = LayerKey(hex: String(repeating: digit, count: 64))
    let work = try #require(try await store.layers.begin(key) { _ in })
    var record = record
    record.record.key = key
    record.parent = parent
    try await store.layers.publish(work, record)
    return key
  }

  @Test func whatStandsOnALayerThatIsMadeAnewGoesFirst() async throws {
    try store.prepare()
    let base = try await publish("b")
    let other = try await publish("c")
    _ = try await publish("e", on: try await publish("d", on: base))
    let kept = try #require(try store.scratch("kept"))
    _ = try await store.layers.keep(
      kept, KeptFailure.Record(layer: record.record, parent: base, message: "no"))
    try FileSystem.remove(store.layers.folder(of: base))
    _ = try await store.layers.begin(base) { _ in }
    #expect(store.layers.present() == [other])
    #expect(store.layers.keptFailures() == [])
  }

  @Test func whatStandsOnALayerThatIsMadeAnewMustNotBeInUse() async throws {
    try store.prepare()
    let base = try await publish("b")
    let child = try await publish("c", on: base)
    try FileSystem.remove(store.layers.folder(of: base))
    let user = store
    try await user.layers.use(child)
    let another = Store(root: folder.path)
    let error = await #expect(throws: StoreDamage.self) { try await another.layers.begin(base) { _ in } }
    #expect(
      error?.description
        == "cannot remove \(store.layers.folder(of: child)), whose base is gone: it is in use: wait for its end and build again"
    )
    #expect(another.layers.present() == [child])
    withExtendedLifetime(user) {}
  }

  @Test func whatStandsOnALayerThatWasRemovedMeanwhileIsNotPublished() async throws {
    try store.prepare()
    let store = Store(root: folder.path)
    let base = try await publish("b")
    try await store.layers.use(base)
    let work = try #require(try await store.layers.begin(key) { _ in })
    try FileSystem.remove(store.layers.folder(of: base))
    _ = try await publish("b")
    var record = record
    record.parent = base
    let error = await #expect(throws: BuildError.self) {
      try await store.layers.publish(work, record)
    }
    #expect(
      error?.description
        == "the layer stands on \(store.layers.folder(of: base)), which was removed meanwhile: build again")
    #expect(store.layers.present() == [base])
  }
}
