import Files
import Foundation
import Images
import Planning
import Testing

@testable import Storage

/// `kiln gc` on a real store: each step with a store of its own, as another process would have.
struct GarbageCollectionTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: folder.path) }
  private let all = LayerRetention.Limits(age: .seconds(-60))

  private func key(_ letter: Character) -> LayerKey { LayerKey(hex: String(repeating: letter, count: 64)) }

  private func record(_ letter: Character) -> LayerRecord {
    LayerRecord(name: LayerName(recipe: "\(letter)", isInstall: false), key: key(letter), inputs: [])
  }

  private func publish(_ letter: Character, on parent: Character? = nil, in store: Store) async throws {
    try store.prepare()
    let work = try #require(try await store.layers.begin(key(letter)) { _ in })
    let backing = parent.map { store.layers.relativeDisk(StoredLayer.systemDisk, of: key($0)) }
    try qcowBytes(backing: backing).write(to: URL(fileURLWithPath: work.folder.disk(StoredLayer.systemDisk)))
    let tools = Tools(kiln: "0", qemu: "0", libguestfs: "0")
    let stored = StoredLayer(
      record: record(letter), parent: parent.map(key),
      facts: LayerFacts(built: "2026-01-01T00:00:00Z", seconds: 1, tools: tools, accelerator: "tcg"))
    try await store.layers.publish(work, stored)
  }

  private func collect(_ limits: LayerRetention.Limits, isDryRun: Bool = false) throws -> [String] {
    try GarbageCollection(store: store, limits: limits).run(isDryRun: isDryRun).layers
      .map { "\($0.layer.label): \($0.verdict)" }
  }

  @Test func whatNothingNeedsIsFreedAsAWhole() async throws {
    try await publish("a", in: store)
    try await publish("b", on: "a", in: store)
    try await publish("c", on: "a", in: store)
    try store.history.remember([record("a"), record("b")], of: "web")
    let expected = ["a: the last build of web", "b: the last build of web", "c: nothing needs it"]
    #expect(try collect(all, isDryRun: true) == expected)
    #expect(store.layers.present().count == 3)
    #expect(try collect(all) == expected)
    #expect(store.layers.present() == [key("a"), key("b")])
    #expect(FileSystem.entries(of: store.work) == [])
  }

  @Test func whatWasSetAsideGoesWithItsTime() async throws {
    try await publish("a", in: store)
    let layers = store.layers
    #expect(try layers.setAside(key("a"), ifStill: try #require(layers.identity(of: key("a"))), because: "x"))
    #expect(try GarbageCollection(store: store, limits: .init()).run(isDryRun: false).damaged.count == 0)
    let outcome = try GarbageCollection(store: store, limits: all).run(isDryRun: false)
    #expect(outcome.damaged.map(\.bytes).reduce(0, +) > 4096)
    #expect(store.integrity.damaged.entries.count == 0)
  }

  @Test func aLayerInUseStaysWithWhatItIsBasedOn() async throws {
    try await publish("a", in: store)
    try await publish("b", on: "a", in: store)
    var builder: Store? = store
    #expect(try await builder?.layers.use(key("b")) == true)
    #expect(
      try collect(LayerRetention.Limits(age: .seconds(-60)))
        == ["a: layer bbbbbbbbbbbb is based on it", "b: in use now"])
    builder = nil
    #expect(try collect(all) == ["b: nothing needs it", "a: nothing needs it"])
    #expect(store.layers.present() == [])
  }

  @Test func aUseCountsAsOne() async throws {
    try await publish("a", in: store)
    let past = [timeval(tv_sec: 1_000_000, tv_usec: 0), timeval(tv_sec: 1_000_000, tv_usec: 0)]
    #expect(utimes(store.layers.recordFile(of: key("a")), past) == 0)
    #expect(store.layers.lastUse(of: key("a")).timeIntervalSince1970 == 1_000_000)
    try await store.layers.use(key("a"))
    #expect(store.layers.lastUse(of: key("a")).timeIntervalSinceNow > -60)
    #expect(try collect(LayerRetention.Limits()) == ["a: used recently"])
  }

  /// What happens between the look and the removal.
  @Test(arguments: ["used", "child", "building", "failure"])
  func whatComesToBeNeededMeanwhileStays(event: String) async throws {
    try await publish("a", in: store)
    let found = LayerRetention.Layer(
      key: key("a"), name: nil, parent: nil, bytes: 0, lastUse: store.layers.lastUse(of: key("a")),
      isInUse: false)
    let other = store
    var lock: Lock?
    switch event {
    case "used": try await store.layers.use(key("a"))
    case "child": try await publish("b", on: "a", in: store)
    case "building": lock = try Lock.attempt("\(store.work)/\(key("a").hex).lock")
    default:
      let work = try #require(try await other.layers.begin(key("c")) { _ in })
      _ = try await other.layers.keep(
        work.folder, KeptFailure.Record(layer: record("c"), parent: key("a"), message: "it broke"))
    }
    var removal = LayerRemoval(store.layers, known: [found])
    #expect(try !removal.remove(found))
    #expect(store.layers.present().contains(key("a")))
    withExtendedLifetime(lock) {}
  }

  @Test func aFreedLayerIsSimplyNotThere() async throws {
    try await publish("a", in: store)
    _ = try collect(all)
    #expect(try await !store.layers.use(key("a")))
    try await publish("a", in: store)
    #expect(store.layers.present() == [key("a")])
  }

  /// More waiters than the cooperative pool has threads: would they keep them, nobody could let go.
  @Test func whoWaitsToKeepAFailureHoldsNoThread() async throws {
    try store.prepare()
    try FileSystem.makeFolder(store.layers.failed)
    var lock = try Lock.attempt("\(store.layers.failed)/.c.lock")
    #expect(lock != nil)
    let (store, record) = (store, record("c"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<(ProcessInfo.processInfo.activeProcessorCount + 4) {
        group.addTask {
          let work = try #require(try store.scratch("kept-\(number)"))
          _ = try await store.layers.keep(
            work, KeptFailure.Record(layer: record, parent: nil, message: "\(number)"))
        }
      }
      try await Task.sleep(for: .milliseconds(100))
      #expect(store.layers.keptFailures() == [])
      withExtendedLifetime(lock) {}
      lock = nil
      try await group.waitForAll()
    }
    #expect(store.layers.keptFailures().count == 1)
  }

  @Test func aKeptFailureIsReplacedForgottenOnSuccessAndAges() async throws {
    try store.prepare()
    for message in ["first", "second"] {
      let work = try #require(try await store.layers.begin(key("c")) { _ in })
      try Data(count: 10).write(to: URL(fileURLWithPath: work.folder.disk(StoredLayer.systemDisk)))
      _ = try await store.layers.keep(
        work.folder, KeptFailure.Record(layer: record("c"), parent: nil, message: message))
    }
    #expect(store.layers.keptFailures().map(\.record.message) == ["second"])
    try store.layers.forgetFailure(of: LayerName(recipe: "c", isInstall: true))
    #expect(store.layers.keptFailures().count == 1, "another layer of the recipe has succeeded")
    let outcome = try GarbageCollection(store: store, limits: all).run(isDryRun: false)
    #expect(outcome.failures.map(\.name) == ["c"])
    #expect(FileSystem.entries(of: store.layers.failed) == [])
  }
}
