import Digests
import Files
import Foundation
import Images
import JSON
import Planning
import Testing

@testable import Storage

/// Images of a few bytes, in a store and a folder of their own.
struct ImageRepositoryTests {
  private let folder = TemporaryFolder()
  private let image: PlannedImage
  private var store: Store { Store(root: "\(folder.path)/store") }
  private var output: String { "\(folder.path)/out" }
  private var images: ImageRepository { store.images }

  init() throws {
    image = try .sample()
    try store.prepare()
    try FileSystem.makeFolder(output)
  }

  private static let facts = LayerFacts(
    built: "2026-11-21T02:00:00Z", seconds: 1, tools: Tools(kiln: "1", qemu: "7", libguestfs: "1"),
    accelerator: "tcg")

  /// Enters a build whose system disk has this text.
  @discardableResult
  private func publish(
    _ text: String = "a disk", bytes: [UInt8]? = nil, now: Date = .now
  ) async throws -> ImageManifest {
    let drafts = try images.drafts()
    let path = "\(drafts.path)/base-1.0.0.qcow2"
    let bytes = bytes ?? Array(text.utf8)
    try FileSystem.write(Data(bytes), to: path)
    let file = Artifact(
      kind: .disk, format: .qcow2, digest: sha256(bytes), size: UInt64(bytes.count), path: "base-1.0.0.qcow2")
    var descriptor = Descriptor.sample("base", digest: file.digest)
    descriptor.disks[0].file = file
    descriptor.disks[0].compression = .zstd
    descriptor.kiln.key = image.key
    descriptor.kiln.chain = image.layers.map {
      .init(recipe: "base", work: .provision, key: $0, facts: Self.facts)
    }
    descriptor.kiln.built = now.inWholeSeconds
    return try await images.publish(
      image, descriptor: descriptor, files: [.init(artifact: file, path: path)], in: drafts,
      under: try await images.lock("base"), now: now)
  }

  /// Binds it to its version.
  private func release(_ manifest: ImageManifest) async throws {
    _ = try await images.releases.release(
      manifest, booted: nil, by: ReleaseChange.Author(user: "ann", host: "builder", folder: "/"))
  }

  private func deliver(_ manifest: ImageManifest) async throws {
    try await ImageDelivery(images, to: output).run(manifest)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(output)/\(name)", encoding: .utf8)
  }

  private func flip(_ path: String) throws {
    chmod(path, 0o600)
    try Data("A disk".utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test func aBuildIsThereOnceItsManifestIs() async throws {
    #expect(images.state(of: image) == .absent)
    let manifest = try await publish()
    #expect(images.state(of: image) == .current)
    #expect(images.build(of: image) == manifest)
    #expect(images.builds(of: "base") == [manifest.id])
    #expect(
      FileSystem.entries(of: images.blobs).count == 3, "a disk, its descriptor and what it was made from")
    #expect(try FileManager.default.contentsOfDirectory(atPath: images.blobs).count == 3, "no draft is left")
  }

  @Test func buildsOfOneSecondAreToldApart() async throws {
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    let first = try await publish("one", now: now)
    let second = try await publish("two", now: now)
    #expect(first.id.build == "20270115T080000Z")
    #expect(second.id.build == "20270115T080001Z")
    #expect(images.manifest(first.id) == first)
    #expect(images.build(of: image) == second, "the newest of equal ones")
  }

  @Test func aCopyIsVerifiedAndComesAsAWhole() async throws {
    let manifest = try await publish()
    try await deliver(manifest)
    #expect(try text("base-1.0.0.qcow2") == "a disk")
    #expect(try decodeJSON(Descriptor.self, from: try text("base-1.0.0.json").utf8) == manifest.descriptor)
    #expect(try text("SHA256SUMS").split(separator: "\n").count == 2)
    #expect(ImageDelivery(images, to: output).isThere(manifest))

    let next = try await publish("another")
    try flip(images.blob(next.artifacts[0].digest))
    let error = await #expect(throws: StoreDamage.self) { try await deliver(next) }
    #expect(error?.description.contains("base-1.0.0.qcow2 of \(next.id), has SHA-256 ") == true)
    #expect(try text("base-1.0.0.qcow2") == "a disk", "what was there stays")
    #expect(FileSystem.entries(of: output) == ["SHA256SUMS", "base-1.0.0.json", "base-1.0.0.qcow2"])
  }

  @Test func aCopyOfAnotherLengthIsCopiedAgain() async throws {
    let manifest = try await publish()
    try await deliver(manifest)
    try Data("a disk and more".utf8).write(to: URL(fileURLWithPath: "\(output)/base-1.0.0.qcow2"))
    #expect(!ImageDelivery(images, to: output).isThere(manifest))
    try await deliver(manifest)
    #expect(try text("base-1.0.0.qcow2") == "a disk")
  }

  /// Else there would be the new disk beside what the old descriptor says.
  @Test func noDescriptorIsThereWhileDisksArePutInPlace() async throws {
    try await deliver(try await publish())
    try FileSystem.remove("\(output)/base-1.0.0.qcow2")
    try FileSystem.makeFolder("\(output)/base-1.0.0.qcow2/in the way")
    let next = try await publish("another")
    await #expect(throws: (any Error).self) { try await deliver(next) }
    #expect(!FileSystem.exists("\(output)/base-1.0.0.json"))
  }

  /// Somebody boots the copy, and so changes it.
  @Test func aCopyIsNobodyElsesFile() async throws {
    let manifest = try await publish()
    try await deliver(manifest)
    try flip("\(output)/base-1.0.0.qcow2")
    #expect(
      try String(contentsOfFile: images.blob(manifest.artifacts[0].digest), encoding: .utf8) == "a disk")
  }

  @Test(arguments: [0, 1])
  func aDamagedFileIsSetAsideWithItsBuild(index: Int) async throws {
    let manifest = try await publish()
    try flip(images.blob(manifest.artifacts[index].digest))
    try await images.setAsideDamaged([image])
    #expect(images.state(of: image) == .absent)
    #expect(images.manifest(manifest.id) == nil)
    let again = try await publish()
    #expect(images.state(of: image) == .current)
    #expect(try await StoreVerification(store: store).run(withMedia: false).faults == [])
    try FileSystem.remove(images.blob(again.artifacts[0].digest))
    #expect(images.state(of: image) == .incomplete)
  }

  /// Somebody may have its files elsewhere.
  @Test func aReleaseKeepsWhatIsLeftOfIt() async throws {
    let manifest = try await publish()
    try await release(manifest)
    try flip(images.blob(manifest.artifacts[0].digest))
    try await images.setAsideDamaged([image])
    #expect(images.manifest(manifest.id) == manifest)
    #expect(images.state(of: image) == .incomplete)
  }

  /// Each byte of a manifest counts.
  @Test(arguments: [
    "\"title\" : \"b", "\"firmware\" : \"bios", "\"digest\" : \"", "\"key\" : \"", "\"size\" : ", "{",
  ])
  func aManifestThatWasAlteredIsSetAside(place before: String) async throws {
    let manifest = try await publish()
    let path = images.manifestFile(manifest.id)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let text = String(decoding: bytes, as: UTF8.self)
    let end = try #require(text.range(of: before)?.upperBound)
    bytes[text.utf8.distance(from: text.startIndex, to: end)] ^= 1
    try FileSystem.write(Data(bytes), to: path)
    #expect(try await !StoreVerification(store: store).run(withMedia: false).faults.isEmpty)
    try await images.setAsideDamaged([image])
    #expect(!FileSystem.exists(path))
    #expect(images.state(of: image) == .absent)
  }

  @Test func aDamagedManifestThatANameStandsForStays() async throws {
    let manifest = try await publish()
    try await release(manifest)
    let path = images.manifestFile(manifest.id)
    try FileSystem.write(Data("{".utf8), to: path)
    try await images.setAsideDamaged([image])
    #expect(FileSystem.exists(path))
    #expect(images.state(of: image) == .absent)
  }

  @Test func anImageOfAnEarlierVersionIsTakenIn() async throws {
    let then = Date(timeIntervalSince1970: 1_800_000_000)
    let manifest = try await publish(bytes: [UInt8](qcowBytes()), now: then)
    try await deliver(manifest)
    try FileSystem.remove(images.folder)
    try FileSystem.remove("\(store.root)/format")
    #expect(images.state(of: image) == .absent)
    try store.prepare()
    let adopted = try #require(try await images.adopt(image, from: output, leaving: 0))
    #expect(adopted == manifest, "with the time when it was sealed")
    #expect(images.state(of: image) == .current)
    #expect(ImageDelivery(images, to: output).isThere(adopted), "nothing is copied back")
    #expect(try await images.adopt(image, from: output, leaving: 0) == adopted, "once")
    #expect(images.builds(of: "base") == [adopted.id])
  }

  /// Else the next build, which puts its own in its place, would be the end of it.
  @Test func anImageOfOtherInputsIsTakenInWhereThereIsNoBuild() async throws {
    let manifest = try await publish(bytes: [UInt8](qcowBytes()))
    try await deliver(manifest)
    var other = manifest.descriptor
    other.kiln.key = LayerKey(hex: String(repeating: "0", count: 64))
    let layer = LayerKey(hex: String(repeating: "1", count: 64))
    other.kiln.chain = [.init(recipe: "base", work: .install, key: layer, facts: Self.facts)]
    try FileSystem.write(try prettyJSON(other), to: "\(output)/base-1.0.0.json")
    #expect(try await images.adopt(image, from: output, leaving: 0) == nil, "there is a build")
    try FileSystem.remove(images.folder)
    try store.prepare()
    let adopted = try #require(try await images.adopt(image, from: output, leaving: 0))
    #expect(adopted.key == other.kiln.key && adopted.layers == [layer] && adopted.isSound)
    #expect(images.build(of: image) == nil, "what is wanted is still to be built")
    #expect(try await images.adopt(image, from: output, leaving: 0) == nil, "once")
  }

  @Test func anImageIsNotTakenInWhereThereIsNoRoom() async throws {
    let manifest = try await publish(bytes: [UInt8](qcowBytes()))
    try await deliver(manifest)
    try FileSystem.remove(images.folder)
    try store.prepare()
    let error = await #expect(throws: FileError.self) {
      try await images.adopt(image, from: output, leaving: 1 << 60)
    }
    #expect(error?.description.contains("MiB are free, which is too little") == true)
  }

  @Test(arguments: [
    "other bytes", "cut off", "other key and no layers", "a path out of the folder", "a backing file",
    "another file's data", "no qcow2",
    "a link", "a target out of the folder",
  ])
  func whatIsNotTheImageIsNotTakenIn(fault: String) async throws {
    var bytes = [UInt8](qcowBytes())
    switch fault {
    case "a backing file": bytes = [UInt8](qcowBytes(backing: "/etc/passwd"))
    case "another file's data": bytes = [UInt8](qcowBytes(incompatible: 4))
    case "no qcow2": bytes = Array("a disk".utf8)
    default: break
    }
    let manifest = try await publish(bytes: bytes)
    try await deliver(manifest)
    try FileSystem.remove(images.folder)
    try store.prepare()
    var descriptor = manifest.descriptor
    let disk = "\(output)/base-1.0.0.qcow2"
    switch fault {
    case "other bytes":
      bytes[300] ^= 1
      try Data(bytes).write(to: URL(fileURLWithPath: disk))
    case "cut off": truncate(disk, 300)
    case "other key and no layers":
      descriptor.kiln.key = LayerKey(hex: String(repeating: "0", count: 64))
      descriptor.kiln.chain = []
    case "a target out of the folder": descriptor.disks[0].target = "../vda"
    case "a path out of the folder": descriptor.disks[0].file?.path = "../out/base-1.0.0.qcow2"
    case "a link":
      try FileSystem.move(disk, to: "\(output)/elsewhere")
      symlink("elsewhere", disk)
    default: break
    }
    try FileSystem.write(try prettyJSON(descriptor), to: "\(output)/base-1.0.0.json")
    #expect(try await images.adopt(image, from: output, leaving: 0) == nil)
    #expect(images.state(of: image) == .absent)
  }

  @Test func whatNothingNamesIsFreedWithTheFilesThatAreNobodyElses() async throws {
    let old = try await publish("shared", now: .now - 3000)
    let released = try await publish("released", now: .now - 2000)
    let last = try await publish("shared", now: .now - 1000)
    try await release(released)
    for manifest in [old, released, last] {
      let time = manifest.descriptor.kiln.built
      try FileManager.default.setAttributes(
        [.modificationDate: time], ofItemAtPath: images.manifestFile(manifest.id))
    }
    func collect(isDryRun: Bool) throws -> [String] {
      let garbage = GarbageCollection(
        store: store, limits: .init(), retention: .init(last: 1, age: .zero))
      return try garbage.run(isDryRun: isDryRun).images.map { "\($0.build.id.build): \($0.verdict)" }
    }
    let expected = [
      "\(last.id.build): the last build", "\(released.id.build): released as 1.0.0",
      "\(old.id.build): no longer needed",
    ]
    #expect(try collect(isDryRun: true) == expected)
    #expect(images.builds(of: "base").count == 3)
    let use = try #require(try await images.use(old.id))
    #expect(try collect(isDryRun: false).last == "\(old.id.build): in use now")
    #expect(images.builds(of: "base").count == 3)
    withExtendedLifetime(use) {}
  }

  @Test func whatIsFreedIsGone() async throws {
    let old = try await publish("old", now: .now - 3000)
    let last = try await publish("new")
    try FileManager.default.setAttributes(
      [.modificationDate: Date.now - 3000], ofItemAtPath: images.manifestFile(old.id))
    try FileSystem.write(Data("left by a killed build".utf8), to: images.blob(sha256("stray")))
    let garbage = GarbageCollection(
      store: store, limits: .init(), retention: .init(last: 1, age: .zero))
    _ = try garbage.run(isDryRun: false)
    #expect(images.builds(of: "base") == [last.id])
    #expect(images.isWhole(last))
    #expect(Set(FileSystem.entries(of: images.blobs)) == Set(last.artifacts.map(\.digest)))
  }

  /// What it keeps is not known. A name's file alone is put right by the journal.
  @Test(arguments: ["{", "name"])
  func whatCannotBeReadKeepsAllBuilds(fault: String) async throws {
    let old = try await publish("old", now: .now - 3000)
    try await publish("new")
    try await release(old)
    let path = fault == "name" ? "\(images.folder)/releases/base/1.0.0" : images.manifestFile(old.id)
    try FileSystem.write(Data(fault == "name" ? "".utf8 : fault.utf8), to: path)
    if fault == "name" { try FileSystem.remove("\(images.folder)/journal") }
    let garbage = GarbageCollection(
      store: store, limits: .init(), retention: .init(last: 1, age: .zero))
    let outcome = try garbage.run(isDryRun: false)
    #expect(outcome.imageFault?.hasPrefix("no build of an image was freed: \(path) ") == true)
    #expect(FileSystem.entries(of: images.blobs).count == 5)
    #expect(images.builds(of: "base").count == 2)
    let faults = try await StoreVerification(store: store).run(withMedia: false).faults
    #expect(faults.isEmpty == (fault == "name"), "\(faults)")
  }

  @Test(arguments: [
    ("3\n", "is of format 3, and this version of Kiln knows those up to 2"),
    ("new\n", "says 'new\n', which is no format"),
  ])
  func aStoreThatThisVersionDoesNotKnowIsRefused(text: String, message: String) throws {
    try FileSystem.write(Data(text.utf8), to: "\(store.root)/format")
    let error = #expect(throws: StoreRefusal.self) { try store.prepare() }
    #expect(error?.description.contains(message) == true, "\(error as Any)")
  }

  /// What is said of a build goes beside its copy, with its digest, and gives way with it.
  @Test func whatIsSaidOfABuildIsHandedOutWithIt() async throws {
    let first = try await publish("one", now: .now - 3000)
    try images.attach(Array("{}".utf8), as: .residue, to: first.id)
    try await deliver(first)
    try images.attach(Array("[]".utf8), as: .tests, to: first.id)
    try await ImageDelivery(images, to: output).attach(to: first)
    #expect(try text("base-1.0.0.residue.json") == "{}" && text("base-1.0.0.tests.json") == "[]")
    let sums = Checksums.read("\(output)/SHA256SUMS")
    #expect(sums["base-1.0.0.residue.json"] == sha256("{}") && sums["base-1.0.0.tests.json"] == sha256("[]"))
    #expect(images.has([.residue, .tests], of: image) && !images.has([.residue, .spdx], of: image))

    let second = try await publish("two")
    try await deliver(second)
    #expect(!FileSystem.exists("\(output)/base-1.0.0.residue.json"), "it is said of another build")
    #expect(Checksums.read("\(output)/SHA256SUMS").keys.sorted() == ["base-1.0.0.json", "base-1.0.0.qcow2"])
    // Another's copy is there.
    try await ImageDelivery(images, to: output).attach(to: first)
    #expect(!FileSystem.exists("\(output)/base-1.0.0.tests.json"))
  }

  @Test func whatIsSaidOfABuildIsFreedWithIt() async throws {
    let old = try await publish("old", now: .now - 3000)
    let new = try await publish("new")
    for build in [old, new] { try images.attach([1], as: .spdx, to: build.id) }
    let garbage = GarbageCollection(store: store, limits: .init(), retention: .init(last: 1, age: .zero))
    _ = try garbage.run(isDryRun: false)
    #expect(images.attachments(of: old.id) == [] && images.attachments(of: new.id) == [.spdx])
    #expect(images.attachmentFolders.count == 1)
  }
}
