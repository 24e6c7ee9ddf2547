import Digests
import Files
import Foundation
import Images
import JSON
import Planning
import Provisioners
import Recipes
import Testing

@testable import Storage

/// Releases and channels over builds of a few bytes.
struct ReleaseBookTests {
  private let folder = TemporaryFolder()
  private let image: PlannedImage
  private var store: Store { Store(root: "\(folder.path)/store") }
  private var images: ImageRepository { store.images }
  private var book: ReleaseBook { images.releases }
  private static let author = ReleaseChange.Author(user: "ann", host: "builder", folder: "/r")

  init() throws {
    image = try .sample()
    try store.prepare()
  }

  /// Enters a build whose system disk has this text.
  private func publish(_ text: String, now: Date = .now) async throws -> ImageManifest {
    let drafts = try images.drafts()
    let path = "\(drafts.path)/disk"
    let bytes = Array(text.utf8)
    try FileSystem.write(Data(bytes), to: path)
    let file = Artifact(
      kind: .disk, format: .qcow2, digest: sha256(bytes), size: UInt64(bytes.count), path: "base-1.0.0.qcow2")
    var descriptor = Descriptor.sample("base", digest: file.digest)
    descriptor.version = "1.0.0"
    descriptor.disks[0].file = file
    descriptor.disks[0].compression = .zstd
    descriptor.kiln.key = image.key
    descriptor.kiln.chain = image.layers.map {
      .init(
        recipe: "base", work: .provision, key: $0,
        facts: LayerFacts(
          built: now.inWholeSeconds, seconds: 1, tools: descriptor.kiln.tools, accelerator: "tcg"))
    }
    return try await images.publish(
      image, descriptor: descriptor, files: [.init(artifact: file, path: path)], in: drafts,
      under: try await images.lock("base"), now: now)
  }

  private func relabelled(_ manifest: ImageManifest, as version: String) async throws -> ImageManifest {
    var appliance = try #require(try images.recipe(of: manifest, knowing: .all))
    appliance.version = version
    return try await images.relabel(
      manifest, as: appliance, key: LayerKey(appliance, leaf: manifest.layers.last))
  }

  @discardableResult
  private func release(_ manifest: ImageManifest) async throws -> ReleaseChange? {
    try await book.release(manifest, booted: nil, reason: "because", by: Self.author)
  }

  @discardableResult
  private func promote(_ version: String, _ channel: String = "stable") async throws -> ReleaseChange? {
    try await book.change("base") {
      try $0.promoting(version, to: channel, when: .now, by: Self.author, reason: nil)
    }
  }

  private func file(_ name: String) -> String? {
    (try? PlainFile.contents("\(images.folder)/\(name)")).flatMap { $0 }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test func whatIsDoneIsInTheJournalAndInTheNames() async throws {
    let first = try await publish("one", now: .now - 60)
    let second = try await publish("two")
    #expect(try await release(first)?.build == first.id.build)
    #expect(try await release(first) == nil, "it is so already")
    await #expect(throws: ReleaseRefusal.self) { try await release(second) }
    let next = try await relabelled(second, as: "1.1.0")
    try await release(next)
    try await promote("1.0.0")
    try await promote("1.1.0")
    #expect(try await promote("1.1.0") == nil)
    let digest = sha256(Array(try #require(try PlainFile.contents(images.manifestFile(first.id)))))
    #expect(file("releases/base/1.0.0") == "\(first.id.label) \(digest)\n")
    #expect(file("channels/base/stable") == "1.1.0\n")
    let journal = try book.journal()
    #expect(journal.map(\.kind) == [.release, .release, .promote, .promote])
    #expect(journal.last?.before == "1.0.0" && journal[0].by == Self.author && journal[0].reason == "because")
    #expect(try book.ledger(of: "base").release("1.0.0")?.manifest == digest)
  }

  @Test func aBuildOfAnotherVersionIsDescribedAnew() async throws {
    let source = try await publish("one")
    let made = try await relabelled(source, as: "2.0.0")
    #expect(made.id == BuildID(name: "base", version: "2.0.0", build: source.id.build))
    #expect(
      made.descriptor.version == "2.0.0" && made.key == made.descriptor.kiln.key && made.key != source.key)
    #expect(made.artifacts.map(\.path) == ["base-2.0.0.qcow2", "base-2.0.0.json", "base-2.0.0.recipe.json"])
    #expect(made.artifacts[0].digest == source.artifacts[0].digest, "the same disk")
    #expect(try images.recipe(of: made, knowing: .all)?.version == "2.0.0")
    #expect(try await relabelled(source, as: "2.0.0") == made, "once")
    #expect(try await StoreVerification(store: store).run(withMedia: false).faults == [])
    // What sealing would give, so that it is not sealed again.
    var appliance = image.appliance
    appliance.version = "2.0.0"
    #expect(images.build(of: try Planner.plan([appliance]).images[0]) == made)
  }

  @Test func aDamagedBuildIsNotReleased() async throws {
    let manifest = try await publish("one")
    let blob = images.blob(manifest.artifacts[0].digest)
    chmod(blob, 0o600)
    try Data("six".utf8).write(to: URL(fileURLWithPath: blob))
    let error = await #expect(throws: StoreDamage.self) { try await release(manifest) }
    #expect(error?.fault.hasPrefix("base-1.0.0.qcow2 of \(manifest.id) in the store has SHA-256") == true)
    #expect(try book.journal().isEmpty)
  }

  /// A change counts once its line is whole, and what a crash left undone of it is done by the next one.
  @Test func aCrashBetweenTheJournalAndTheNameLosesNothing() async throws {
    let manifest = try await publish("one")
    try await release(manifest)
    try await promote("1.0.0", "testing")
    try FileSystem.remove("\(images.folder)/releases/base/1.0.0")
    try FileSystem.remove("\(images.folder)/channels/base/testing")
    #expect(try book.ledger(of: "base").channel("testing")?.version == "1.0.0")
    #expect(try images.build(ImageReference("base@1.0.0"))?.id == manifest.id)
    let garbage = GarbageCollection(store: store, limits: .init(), retention: .init(last: 1, age: .zero))
    _ = try await publish("newer", now: .now + 60)
    #expect(
      try garbage.run(isDryRun: false).images.map { "\($0.verdict)" } == [
        "the last build", "released as 1.0.0",
      ])
    try await promote("1.0.0", "stable")
    #expect(file("releases/base/1.0.0")?.hasPrefix(manifest.id.label) == true)
    #expect(file("channels/base/testing") == "1.0.0\n" && file("channels/base/stable") == "1.0.0\n")
  }

  @Test(arguments: ["{\"kind\":\"rel", "", "\n\n"])
  func aLineThatWasCutOffIsNone(rest: String) async throws {
    try await release(try await publish("one"))
    let journal = "\(images.folder)/journal"
    let before = try #require(file("journal"))
    try Data((before + rest).utf8).write(to: URL(fileURLWithPath: journal))
    #expect(try book.journal().count == 1)
    try await promote("1.0.0")
    #expect(try book.journal().count == 2)
    #expect(try book.ledger(of: "base").channels.map(\.name) == ["stable"])
  }

  @Test func aJournalOfALaterVersionIsRefused() async throws {
    try await release(try await publish("one"))
    let before = try #require(file("journal"))
    try Data((before + "{\"kind\":\"sell\"}\n").utf8).write(
      to: URL(fileURLWithPath: "\(images.folder)/journal"))
    #expect(throws: StoreRefusal.self) { try book.ledger(of: "base") }
    let outcome = try GarbageCollection(store: store, limits: .init(age: .zero)).run(isDryRun: false)
    #expect(outcome.imageFault?.contains("use the version that made it") == true)
  }

  @Test func aManifestThatWasChangedIsNoRelease() async throws {
    let manifest = try await publish("one")
    try await release(manifest)
    var other = manifest
    other.descriptor.title = "another"
    try FileSystem.write(try prettyJSON(other), to: images.manifestFile(manifest.id))
    let error = #expect(throws: StoreDamage.self) { try images.build(ImageReference("base@1.0.0")) }
    #expect(error?.fault == "\(images.manifestFile(manifest.id)) is not what was released as 1.0.0")
  }

  @Test func aRetiredReleaseMayBeFreed() async throws {
    let manifest = try await publish("one", now: .now - 3000)
    try FileManager.default.setAttributes(
      [.modificationDate: Date.now - 3000], ofItemAtPath: images.manifestFile(manifest.id))
    _ = try await publish("two")
    try await release(manifest)
    _ = try await book.change("base") { try $0.retiring("1.0.0", when: .now, by: Self.author, reason: nil) }
    let garbage = GarbageCollection(store: store, limits: .init(), retention: .init(last: 1, age: .zero))
    _ = try garbage.run(isDryRun: false)
    #expect(images.builds(of: "base").count == 1)
    #expect(try book.ledger(of: "base").release("1.0.0")?.isRetired == true)
    #expect(file("releases/base/1.0.0")?.hasSuffix(" retired\n") == true)
  }

  @Test func buildsAreFoundByWhatTheyAreCalled() async throws {
    let time = Date(timeIntervalSince1970: 1_800_000_000)
    let first = try await publish("one", now: time)
    let second = try await publish("two", now: time + 86400)
    try await release(first)
    try await promote("1.0.0")
    let found: [(String, BuildID?)] = [
      ("base", second.id), ("base@1.0.0", first.id), ("base@stable", first.id), ("\(first.id)", first.id),
      ("base-1.0.0+20270115", first.id), ("wiki", nil), ("out/base.json", nil),
    ]
    for (text, id) in found { #expect(try images.build(ImageReference(text))?.id == id, "\(text)") }
    #expect(try images.build(of: "base", called: "1.0.0+20270116").id == second.id)
    #expect(try images.build(of: "base", called: "\(second.id)").id == second.id)
    let faults = [
      ("base-1.0.0+2027", "more than one build begins with base-1.0.0+2027: give more of its name: "),
      (
        "base-1.0.0+2028",
        "there is no build base-1.0.0+2028: 'kiln builds' lists those that are there, such as base-1.0.0+2027"
      ),
      ("base@2.0.0", "there is no release 2.0.0 of base: there is 1.0.0"),
      ("base@testing", "no release of base is in the channel 'testing': its channels are stable"),
      ("bose@stable", "the store has no image 'bose' (did you mean 'base'?): it has base"),
    ]
    for (text, fault) in faults {
      let error = #expect(throws: ReleaseRefusal.self) { try images.build(ImageReference(text)) }
      #expect(error?.description.hasPrefix(fault) == true, "\(error as Any)")
    }
  }

  /// Other images of an appliance that were booted are remembered: one of them is released later.
  @Test func bootsOfEarlierImagesAreRemembered() async throws {
    let (first, second) = (try await publish("one", now: .now - 60), try await publish("two"))
    let good = BootResult(outcome: .booted, when: .now.inWholeSeconds)
    for manifest in [first, second] { try await store.history.remember(good, of: manifest.descriptor) }
    #expect(store.history.bootRecords().result(of: first.descriptor) == good)
    let bad = BootResult(outcome: .failed, when: .now.inWholeSeconds)
    try await store.history.remember(bad, of: second.descriptor)
    #expect(store.history.bootRecords().result(of: second.descriptor) == nil)
    #expect(store.history.bootRecords().result(of: first.descriptor) == good)
  }
}
