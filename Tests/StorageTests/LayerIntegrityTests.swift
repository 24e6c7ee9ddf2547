import Digests
import Foundation
import Images
import JSON
import Media
import Planning
import Synchronization
import Testing

@testable import Failures
@testable import Files
@testable import Storage

/// What becomes of a layer that is not what it was, on a store of two: `b` stands on `a`. Covers attacks/corrupt.sh.
struct LayerIntegrityTests {
  private let folder = TemporaryFolder()
  private let a = LayerKey(hex: String(repeating: "a", count: 64))
  private let b = LayerKey(hex: String(repeating: "b", count: 64))

  /// One more process.
  private var store: Store { Store(root: "\(folder.path)/store") }

  private func publish(_ key: LayerKey, on parent: LayerKey?, filling byte: UInt8 = 0) async throws {
    let store = store
    try store.prepare()
    let work = try #require(try await store.layers.begin(key) { _ in })
    let backing = parent.map { store.layers.relativeDisk(StoredLayer.systemDisk, of: $0) }
    try (qcowBytes(backing: backing) + Data([byte])).write(
      to: URL(filePath: work.folder.disk(StoredLayer.systemDisk)))
    try FileSystem.write(Data("{}".utf8), to: work.folder.disk("packages.json"))
    let tools = Tools(kiln: "0", qemu: "0", libguestfs: "0")
    let name = LayerName(recipe: String(key.hex.prefix(1)), isInstall: parent == nil)
    let record = StoredLayer(
      record: LayerRecord(name: name, key: key, inputs: []), parent: parent,
      facts: LayerFacts(built: "2026-01-01T00:00:00Z", seconds: 1, tools: tools, accelerator: "tcg"))
    try await store.layers.publish(work, record)
  }

  private func publishBoth() async throws {
    try await publish(a, on: nil)
    try await publish(b, on: a)
  }

  /// One way to damage `b`, and what is said of it.
  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let fault: String
    let file: String
    let work: @Sendable (_ path: String, _ store: Store) throws -> Void

    init(
      _ name: String, _ file: String, _ fault: String,
      _ work: @escaping @Sendable (String, Store) throws -> Void
    ) {
      (testDescription, self.file, self.fault, self.work) = (name, file, fault, work)
    }
  }

  private static func flip(_ path: String, at offset: UInt64) throws {
    let handle = try FileHandle(forUpdating: URL(filePath: path))
    try handle.seek(toOffset: offset)
    let byte = try handle.read(upToCount: 1)?.first ?? 0
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data([byte ^ 4]))
    try handle.close()
  }

  private static let damages: [Damage] = [
    Damage("json-swap: another layer's record", "layer.json", "has ") { path, store in
      let other = "\(store.layers.folder)/" + String(repeating: "a", count: 64) + "/layer.json"
      unlink(path)
      try FileManager.default.copyItem(atPath: other, toPath: path)
    },
    Damage("a bit of a disk", "disk.qcow2", "has SHA-256") { path, _ in try flip(path, at: 4000) },
    Damage("a bit of the header", "disk.qcow2", "has no header of a sound qcow2 image") { path, _ in
      try flip(path, at: 0)
    },
    Damage("data in another file", "disk.qcow2", "has no header of a sound qcow2 image") { path, _ in
      try flip(path, at: 79)
    },
    Damage("another base", "disk.qcow2", "names '") { path, _ in try flip(path, at: 270) },
    Damage("no base", "disk.qcow2", "names 'nothing'") { path, _ in
      try qcowBytes(size: 5001).write(to: URL(filePath: path))
    },
    Damage("a disk cut off", "disk.qcow2", "has 4000 bytes, and had 5001") { path, _ in truncate(path, 4000)
    },
    Damage("an empty disk", "disk.qcow2", "has 0 bytes, and had 5001") { path, _ in truncate(path, 0) },
    Damage("no disk", "disk.qcow2", "is missing") { path, _ in unlink(path) },
    Damage("a link for a disk", "disk.qcow2", "is no plain file") { path, store in
      rename(path, "\(store.root)/disk")
      symlink("\(store.root)/disk", path)
    },
    Damage("a FIFO for a disk", "disk.qcow2", "is no plain file") { path, _ in
      unlink(path)
      mkfifo(path, 0o600)
    },
    Damage("a bit of the packages", "packages.json", "has SHA-256") { path, _ in try flip(path, at: 0) },
    Damage("no record", "layer.json", "is missing, or no plain file") { path, _ in unlink(path) },
    Damage("a folder for a record", "layer.json", "is missing, or no plain file") { path, _ in
      unlink(path)
      mkdir(path, 0o700)
    },
    Damage("a FIFO for a record", "layer.json", "is missing, or no plain file") { path, _ in
      unlink(path)
      mkfifo(path, 0o600)
    },
    Damage("an empty record", "layer.json", "has 3 bytes") { path, _ in
      try Data("{}\n".utf8).write(to: URL(filePath: path))
    },
    Damage("a bit of the record", "layer.json", "has SHA-256") { path, _ in try flip(path, at: 30) },
    Damage("no digests", "digests.json", "is missing") { path, _ in unlink(path) },
    Damage("garbage for digests", "digests.json", "cannot be read") { path, _ in
      try Data(repeating: UInt8(ascii: "["), count: 1_000_000).write(to: URL(filePath: path))
    },
    Damage("another layer", "digests.json", "is another layer's, aaaaaaaaaaaa") { _, store in
      let layers = (0...1).map {
        "\(store.layers.folder)/" + String(repeating: $0 == 0 ? "a" : "b", count: 64)
      }
      try FileManager.default.removeItem(atPath: layers[1])
      try FileManager.default.copyItem(atPath: layers[0], toPath: layers[1])
    },
    Damage("a link for the folder", "", "is no folder") { path, store in
      let layer = String(path.dropLast())
      rename(layer, "\(store.root)/elsewhere")
      symlink("../elsewhere", layer)
    },
    Damage("a file for the folder", "layer.json", "is missing, or no plain file") { path, store in
      let layer = "\(store.layers.folder)/" + String(repeating: "b", count: 64)
      try FileManager.default.removeItem(atPath: layer)
      try Data("x".utf8).write(to: URL(filePath: layer))
    },
  ]

  @Test(arguments: damages)
  func aDamagedLayerIsSetAsideAndToldOf(damage: Damage) async throws {
    try await publishBoth()
    let place = "\(store.layers.folder(of: b))/\(damage.file)"
    try damage.work(place, store)
    let store = store
    let notices = Notices()
    store.integrity.reports.tell { notices.add($0) }
    #expect(try await store.layers.use(a))
    #expect(try await !store.layers.use(b))
    #expect(store.layers.present() == [a])
    let notice = try #require(notices.list.first)
    #expect(notices.list.count == 1)
    let path = damage.file.isEmpty ? String(place.dropLast()) : place
    #expect(notice.hasPrefix("layer bbbbbbbbbbbb is damaged: \(path) \(damage.fault)"), "\(notice)")
    let aside = try #require(store.integrity.damaged.entries.first?.path)
    #expect(notice.hasSuffix("; it is set aside as \(aside)"))
    try await publish(b, on: a)
    #expect(try await self.store.layers.use(b), "made anew, it is as good as any")
  }

  /// What only looks at layers believes their records no more than a build does.
  @Test(arguments: [
    ("layer.json", "has SHA-256"), ("packages.json", "has SHA-256"), ("digests.json", "is missing"),
    ("another layer's record", "has SHA-256"),
  ])
  func recordsAreHeldAgainstTheirDigests(file: String, fault: String) async throws {
    try await publishBoth()
    let store = store
    var path = store.layers.disk(file, of: b)
    switch file {
    case "layer.json":
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try Data(text.replacing("2026-01-01", with: "2026-01-02").utf8).write(to: URL(filePath: path))
    case "packages.json":
      try Data("{\"format\": \"deb\", \"packages\": []}".utf8).write(to: URL(filePath: path))
    case "digests.json": unlink(path)
    default:
      path = store.layers.recordFile(of: b)
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.copyItem(atPath: store.layers.recordFile(of: a), toPath: path)
    }
    let error = #expect(throws: StoreDamage.self) {
      _ = try store.layers.read(b)
      _ = try store.layers.packages(of: b)
    }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("layer bbbbbbbbbbbb is damaged: \(path) \(fault)"), "\(message)")
    #expect(
      message.hasSuffix(": 'kiln store verify' tells of all damage, and the next build makes the layer anew"))
    #expect(Diagnosis(StoreDamage(fault: "x", advice: "y"), texts: .none).cause == .storeDamaged)
  }

  /// With digests that fit, too.
  @Test func aLayerThatStandsOnItselfIsRefused() async throws {
    try await publishBoth()
    let store = store
    for file in [store.layers.recordFile(of: a), store.layers.digestsFile(of: a)] { unlink(file) }
    let tools = Tools(kiln: "0", qemu: "0", libguestfs: "0")
    let record = StoredLayer(
      record: LayerRecord(name: LayerName(recipe: "a", isInstall: true), key: a, inputs: []), parent: b,
      facts: LayerFacts(built: "2026-01-01T00:00:00Z", seconds: 1, tools: tools, accelerator: "tcg"))
    let data = try prettyJSON(record)
    try data.write(to: URL(filePath: store.layers.recordFile(of: a)))
    let digests = LayerDigests(
      key: a, files: ["layer.json": .init(size: UInt64(data.count), sha256: sha256([UInt8](data)))])
    try prettyJSON(digests).write(to: URL(filePath: store.layers.digestsFile(of: a)))
    let error = #expect(throws: StoreDamage.self) { try store.layers.chain(of: b) }
    #expect(error?.fault == "layer bbbbbbbbbbbb is damaged: its record says that it stands on itself")
  }

  /// Nothing of these is a layer's damage.
  @Test(arguments: ["extra files", "touched", "copied without times"])
  func aSoundLayerStays(change: String) async throws {
    try await publishBoth()
    let layer = store.layers.folder(of: b)
    switch change {
    case "extra files":
      try Data("x".utf8).write(to: URL(filePath: "\(layer)/.nfs0001"))
      try FileManager.default.createDirectory(
        atPath: "\(store.layers.folder)/not-a-key", withIntermediateDirectories: false)
      let name = Array("\(store.layers.folder)/".utf8CString.dropLast()) + [-1, -2, 0]
      mkdir(name, 0o700)
    case "touched": utimensat(AT_FDCWD, "\(layer)/disk.qcow2", nil, 0)
    default:
      try FileManager.default.copyItem(atPath: layer, toPath: "\(store.root)/copy")
      try FileManager.default.removeItem(atPath: layer)
      try FileManager.default.moveItem(atPath: "\(store.root)/copy", toPath: layer)
    }
    #expect(try await store.layers.use(a))
    #expect(try await store.layers.use(b))
    #expect(store.layers.present() == [a, b])
  }

  @Test func aChildOfAnotherBuildOfItsBaseIsNotUsed() async throws {
    try await publishBoth()
    let store = store
    try FileManager.default.moveItem(atPath: store.layers.folder(of: b), toPath: "\(store.root)/child")
    try FileManager.default.removeItem(atPath: store.layers.folder(of: a))
    try await publish(a, on: nil, filling: 7)
    try FileManager.default.moveItem(atPath: "\(store.root)/child", toPath: store.layers.folder(of: b))
    let notices = Notices()
    store.integrity.reports.tell { notices.add($0) }
    #expect(try await store.layers.use(a))
    #expect(try await !store.layers.use(b))
    #expect(
      notices.list.first?.contains("digests.json is not of the layer that this one was built on") == true)
  }

  /// Its file was read and found good before: a decaying disk changes neither size nor time.
  @Test func onlyVerifyingReadsWhatAStampVouchesFor() async throws {
    try await publishBoth()
    let disk = store.layers.disk(of: b)
    try Self.flip(disk, at: 4000)
    let digests: LayerDigests = try decodeJSON(
      LayerDigests.self, from: try Data(contentsOf: URL(filePath: store.layers.digestsFile(of: b))))
    usleep(60_000)
    store.integrity.known.note(disk, sha256: try #require(digests.files["disk.qcow2"]).sha256)
    #expect(try await store.layers.use(b))
    let note = "\(store.media)/records/sha512/\(String(repeating: "0", count: 128))"
    try store.mediaCache.note(sha512: String(repeating: "0", count: 128), of: "x")
    try Self.flip(note, at: 65)
    let result = try await StoreVerification(store: store).run(withMedia: true)
    #expect(result.layers == 2)
    #expect(result.faults.count == 2)
    #expect(result.faults.first?.hasPrefix("\(disk) has SHA-256 ") == true)
    #expect(result.faults.last?.hasPrefix("\(note) has SHA-256 ") == true)
    #expect(try await !store.layers.use(b), "from now on, builds see it, too")
  }

  /// Another process sets aside what is damaged, and publishes a sound layer, between a look and what follows from it.
  @Test func aSoundLayerThatHasTakenTheDamagedOnesPlaceStays() async throws {
    try await publishBoth()
    try Self.flip(store.layers.disk(of: b), at: 4000)
    let seen = try #require(store.layers.identity(of: b))
    #expect(try await !store.layers.use(b))
    #expect(try !store.layers.setAside(b, ifStill: seen, because: "is damaged"), "nothing is there")
    try await publish(b, on: a)
    #expect(try !store.layers.setAside(b, ifStill: seen, because: "is damaged"))
    #expect(store.layers.present() == [a, b])
    #expect(try await store.layers.use(b))
    #expect(store.integrity.damaged.entries.count == 1)
  }

  @Test func twoProcessesThatFindTheSameDamageSetItAsideOnce() async throws {
    try await publishBoth()
    try Self.flip(store.layers.disk(of: b), at: 4000)
    let (b, root) = (b, store.root)
    let isUsed = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 { group.addTask { try await Store(root: root).layers.use(b) } }
      return try await group.contains(true)
    }
    #expect(!isUsed)
    #expect(store.integrity.damaged.entries.count == 1)
  }

  /// Over and over: what matters is who comes between the look and the move of another.
  @Test func whoSetsALayerAsideTogetherWithOthersIsNotDisturbed() async throws {
    let store = store
    try store.prepare()
    for round in 1...200 {
      try FileSystem.makeFolder(store.layers.folder(of: b))
      let seen = try #require(store.layers.identity(of: b))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask { [b] in _ = try store.layers.setAside(b, ifStill: seen, because: "is damaged") }
        }
        try await group.waitForAll()
      }
      #expect(store.integrity.damaged.entries.count == round)
    }
  }

  /// All kinds of small files, each with garbage for what it was.
  @Test(arguments: ["", "{", "[{\"x\":1", "[]x", "\u{0}\u{0}", "null", "7"])
  func garbageForARecordLosesNoMoreThanItself(garbage: String) async throws {
    try await publishBoth()
    let store = store
    let files = [
      "history/b.json", "history/.timings.json", "history/.boots.json", "refreshes/x.json",
      "logs/b/failure.json",
    ]
    for file in files {
      try FileSystem.makeFolder(URL(filePath: "\(store.root)/\(file)").deletingLastPathComponent().path)
      try FileSystem.write(Data(garbage.utf8), to: "\(store.root)/\(file)")
    }
    let notices = Notices()
    store.integrity.reports.tell { notices.add($0) }
    #expect(store.history.previousLayers(of: "b").map(\.key) == [a, b], "found in the layers themselves")
    #expect(store.history.timings() == Timings())
    #expect(store.history.bootRecords() == BootRecords())
    #expect(store.history.refreshes() == [:])
    #expect(store.logs.lastFailure(of: "b") == nil)
    #expect(notices.list.count == files.count, "\(notices.list)")
    #expect(store.history.previousLayers(of: "b").map(\.key) == [a, b], "and remembered")
    #expect(notices.list.count == files.count)
  }

  private final class Notices: Sendable {
    private let texts = Mutex<[String]>([])
    var list: [String] { texts.withLock { $0 } }

    func add(_ text: String) { texts.withLock { $0.append(text) } }
  }
}
