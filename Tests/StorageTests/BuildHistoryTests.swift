import Files
import Images
import Planning
import Recipes
import Testing

@testable import Storage

struct BuildHistoryTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: folder.path) }

  @Test func onlyTheVeryImageThatBootedIsKnown() async throws {
    try store.prepare()
    let good = BootResult(outcome: .booted, when: "2026-11-21T02:00:00Z", seconds: 12)
    try await store.history.remember(good, of: .sample("web", digest: "aa"))
    #expect(store.history.bootRecords().result(of: .sample("web", digest: "aa")) == good)
    #expect(store.history.bootRecords().result(of: .sample("web", digest: "bb")) == nil)
    #expect(store.history.bootRecords().result(of: .sample("wiki", digest: "aa")) == nil)
  }

  @Test func anImageThatDidNotBootIsTriedAgain() async throws {
    try store.prepare()
    let image = Descriptor.sample("web", digest: "aa")
    try await store.history.remember(BootResult(outcome: .booted, when: "2026-11-21T02:00:00Z"), of: image)
    try await store.history.remember(BootResult(outcome: .failed, when: "2026-11-22T02:00:00Z"), of: image)
    #expect(store.history.bootRecords().result(of: image) == nil)
  }

  /// What a layer takes in its parent's appliance says nothing of what it takes with one of its own, but for the start.
  @Test func whatGoesOnInAnApplianceIsRememberedApart() async throws {
    try store.prepare()
    let image = try PlannedImage.sample()
    let job = Job(
      name: JobName(kind: .image, key: image.key, label: "base-1"), needs: [],
      task: .seal(SealTask(image: image, reason: .absent)))
    let usual = store.history.timings().expected(job)
    #expect(store.history.timings().expected(job, isContinued: true) == max(usual - 13, 1))
    try await store.history.remember(7, of: job, isContinued: true)
    #expect(store.history.timings().expected(job, isContinued: true) == 7)
    #expect(store.history.timings().expected(job) == 20)
    try await store.history.remember(31, of: job)
    #expect(store.history.timings().expected(job) == 31)
    #expect(store.history.timings().expected(job, isContinued: true) == 7)
  }

  @Test func damageIsForgotten() throws {
    try store.prepare()
    try FileSystem.write(.init("{".utf8), to: "\(store.history.folder)/.boots.json")
    #expect(store.history.bootRecords() == BootRecords())
  }

  @Test func whatAnApplianceWasMadeOfIsRemembered() throws {
    try store.prepare()
    let record = LayerRecord(
      name: LayerName(recipe: "web", isInstall: false), key: LayerKey(hex: String(repeating: "a", count: 64)),
      inputs: [Input("a", "1")])
    #expect(store.history.previousLayers(of: "web") == [])
    try store.history.remember([record], of: "web")
    #expect(store.history.previousLayers(of: "web") == [record])
  }
}
