import Digests
import Files
import Foundation
import Testing

@testable import Media

@Suite struct MediaCacheTests {
  private let folder: TemporaryFolder
  private let cache: MediaCache

  init() throws {
    folder = try TemporaryFolder()
    cache = MediaCache(folder: folder.file("cache"))
  }

  private func place(_ digest: String) -> String { "cache/sha256/\(digest.prefix(2))/\(digest)" }

  @Test func whatIsTakenInIsListedWithItsNameAndRemovedWithIt() async throws {
    let digest = sha256("an image")
    let path = try folder.write("an image", to: "disk.iso")
    try await cache.take(path, sha256: digest)
    let entry = try #require(cache.entries().first)
    #expect(cache.entries().count == 1)
    #expect(entry.sha256 == digest && entry.size == 8 && !entry.isPartial)
    #expect(cache.name(of: digest) == "disk.iso")
    #expect(FileManager.default.fileExists(atPath: path), "the original stays")
    #expect(try cache.remove(entry))
    #expect(cache.entries().isEmpty)
    #expect(cache.name(of: digest) == nil)
  }

  /// It is as good as not there: the next fetch gets it again.
  @Test(arguments: ["altered", "empty", "a link", "a FIFO", "a folder"])
  func whatIsDamagedIsSetAside(change: String) async throws {
    let digest = sha256("an image")
    try await cache.take(try folder.write("an image", to: "disk.iso"), sha256: digest)
    #expect(cache.contains(sha256: digest))
    let path = cache.path(sha256: digest)
    try FileManager.default.removeItem(atPath: path)
    switch change {
    case "altered": try Data("an imagf".utf8).write(to: URL(filePath: path))
    case "empty": try Data().write(to: URL(filePath: path))
    case "a link": symlink("/etc/passwd", path)
    case "a FIFO": mkfifo(path, 0o600)
    default: mkdir(path, 0o700)
    }
    #expect(!cache.contains(sha256: digest))
    #expect(cache.damaged.entries.count == 1)
    #expect(cache.entries().isEmpty)
    try await cache.take(folder.file("disk.iso"), sha256: digest)
    #expect(cache.contains(sha256: digest))
  }

  @Test func whoOnlyLooksMovesNothing() async throws {
    let digest = sha256("an image")
    try await cache.take(try folder.write("an image", to: "disk.iso"), sha256: digest)
    try Data("an imagf".utf8).write(to: URL(filePath: cache.path(sha256: digest)))
    let looking = MediaCache(folder: cache.folder, isOnlyLookedAt: true)
    #expect(!looking.contains(sha256: digest))
    #expect(cache.damaged.entries.isEmpty)
    #expect(FileSystem.isTaken(cache.path(sha256: digest)))
  }

  /// Whatever the process's mask says, which is no more than the group's rights taken away.
  @Test func inASharedFolderAllIsTheGroups() async throws {
    chmod(folder.path, 0o2770)
    let server = try LoopbackServer.serving(folder.file(""))
    try folder.write("signed", to: "InRelease")
    _ = try await cache.document(at: "\(server.url)/InRelease", with: Downloader()) { $0 }
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: "\(cache.folder)/\(path)")[.posixPermissions] as? Int
    }
    for place in ["scratch", "indexes"] { #expect(try mode(place) == 0o2770, "\(place)") }
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(cache.folder)/indexes") {
      #expect(try mode("indexes/\(name)") == 0o660, "\(name)")
    }
  }

  /// Its server says that it has not changed, and so it would be taken for good for ever.
  @Test(arguments: ["altered", "a FIFO"])
  func aDamagedDocumentIsFetchedAgain(change: String) async throws {
    let server = try LoopbackServer.serving(folder.file(""))
    try folder.write("signed", to: "InRelease")
    func fetch() async throws -> [UInt8] {
      try await cache.document(at: "\(server.url)/InRelease", with: Downloader()) { text in
        guard text == Array("signed".utf8) else {
          throw MediaError.badSignature(url: "InRelease", reason: "bad")
        }
        return text
      }
    }
    _ = try await fetch()
    let indexes = folder.file("cache/indexes")
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: indexes).first { $0.hasSuffix("InRelease") })
    unlink("\(indexes)/\(name)")
    if change == "altered" {
      try Data("sighed".utf8).write(to: URL(filePath: "\(indexes)/\(name)"))
    } else {
      mkfifo("\(indexes)/\(name)", 0o600)
    }
    #expect(try await fetch() == Array("signed".utf8))
    #expect(cache.damaged.entries.count == 1)
    #expect(server.statuses == [200, 200])
    #expect(try await fetch() == Array("signed".utf8))
    #expect(server.statuses.last == 304)
  }

  /// A list and its signature change one after the other: what no longer fits together is not damaged for that.
  @Test func aDocumentThatNoLongerFitsIsKept() async throws {
    let server = try LoopbackServer.serving(folder.file(""))
    try folder.write("signed", to: "InRelease")
    let refusal = MediaError.badSignature(url: "InRelease", reason: "bad")
    func fetch(_ isAccepted: Bool, isOffline: Bool = false) async throws -> [UInt8] {
      let downloader = Downloader(.init(isOffline: isOffline))
      return try await cache.document(at: "\(server.url)/InRelease", with: downloader) { text in
        guard isAccepted else { throw refusal }
        return text
      }
    }
    _ = try await fetch(true)
    await #expect(throws: refusal) { try await fetch(false) }
    #expect(server.statuses == [200, 304])
    #expect(cache.damaged.entries.isEmpty)
    #expect(try await fetch(true, isOffline: true) == Array("signed".utf8))
  }

  /// As older versions of Kiln left them.
  @Test func aDocumentWithoutARecordIsAskedForAsAWhole() async throws {
    let server = try LoopbackServer.serving(folder.file(""))
    try folder.write("signed", to: "InRelease")
    func fetch() async throws {
      _ = try await cache.document(at: "\(server.url)/InRelease", with: Downloader()) { $0 }
    }
    try await fetch()
    let indexes = folder.file("cache/indexes")
    let record = try #require(
      FileManager.default.contentsOfDirectory(atPath: indexes).first { $0.hasSuffix(".validators") })
    try Data(#"{"etag": "\"x\""}"#.utf8).write(to: URL(filePath: "\(indexes)/\(record)"))
    try await fetch()
    try await fetch()
    #expect(server.statuses == [200, 200, 304])
    #expect(cache.damaged.entries.isEmpty)
  }

  /// Covers attacks/media_image.sh with those beside it: what was altered in the cache is never a layer's base.
  @Test func verifyingReadsWhatAStampVouchesFor() async throws {
    let digest = sha256("an image")
    try await cache.take(try folder.write("an image", to: "disk.iso"), sha256: digest)
    let entry = try #require(cache.entries().first)
    try Data("an imagf".utf8).write(to: URL(filePath: entry.path))
    usleep(60_000)
    cache.knownDigests.note(entry.path, sha256: digest)
    #expect(cache.contains(sha256: digest))
    #expect(try await cache.digest(of: entry) == sha256("an imagf"))
    #expect(!cache.contains(sha256: digest), "from now on, builds see it, too")
  }

  @Test(arguments: ["swapped", "a bit", "empty", "garbage", "a folder"])
  func aNoteOfALongDigestThatIsNotItsOwnIsNotBelieved(change: String) async throws {
    let server = try LoopbackServer.serving(folder.file(""))
    let names = ["one", "two"]
    var digests: [String] = []
    for name in names { digests.append(try sha512(file: try folder.write(name, to: name))) }
    func fetch(_ index: Int) async throws -> String {
      try await cache.file(
        sha512: digests[index], size: nil, from: "\(server.url)/\(names[index])", with: Downloader())
    }
    for index in names.indices { #expect(try await fetch(index) == sha256(names[index])) }
    #expect(cache.wrongRecords == [])
    try spoil(digests.map { "sha512/\($0)" }, change)
    let wrong = cache.wrongRecords
    #expect(wrong.count == (change == "swapped" ? 2 : 1))
    #expect(cache.damaged.entries.isEmpty, "looking moves nothing")
    for index in names.indices { #expect(try await fetch(index) == sha256(names[index])) }
    #expect(cache.damaged.entries.count == wrong.count)
    #expect(server.requests.count == 2 + wrong.count)
    #expect(cache.wrongRecords == [])
  }

  /// Damages the first of two records, or exchanges them.
  private func spoil(_ names: [String], _ change: String) throws {
    let paths = names.map { folder.file("cache/records/\($0)") }
    var bytes = try paths.map { try Data(contentsOf: URL(filePath: $0)) }
    switch change {
    case "swapped":
      for (path, other) in zip(paths, bytes.reversed()) { try other.write(to: URL(filePath: path)) }
    case "a bit":
      bytes[0][bytes[0].count - 1] ^= 1
      try bytes[0].write(to: URL(filePath: paths[0]))
    case "a folder":
      try FileManager.default.removeItem(atPath: paths[0])
      mkdir(paths[0], 0o700)
    default: try Data((change == "empty" ? "" : "\n\u{0}{").utf8).write(to: URL(filePath: paths[0]))
    }
  }

  /// Else the wrong installer would boot, or the descriptor would have the wrong date of it.
  @Test(arguments: ["swapped", "release"])
  func aRecordOfAnInstallerThatIsNotItsOwnIsNotBelieved(change: String) async throws {
    func record(_ version: String) throws -> InstallerRecord {
      let digest = sha256(version)
      try folder.write(version, to: "scratch")
      try cache.adopt(folder.file("scratch"), sha256: digest)
      let release = ReleaseInfo(suite: "s", codename: "c", version: version, date: .distantPast)
      return InstallerRecord(kernel: digest, initrd: digest, release: release, components: [], filledGaps: [])
    }
    let keys = ["a", "b"].map { sha256($0) }
    for (key, version) in zip(keys, ["13.6", "13.7"]) { try record(version).write(key, in: cache) }
    #expect(InstallerRecord.media(keys[0], in: cache)?.release?.version == "13.6")
    if change == "swapped" {
      try spoil(keys.map { "installers/\($0)" }, change)
    } else {
      let path = folder.file("cache/records/installers/\(keys[0])")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try Data(text.replacing("13.6", with: "13.7").utf8).write(to: URL(filePath: path))
    }
    #expect(InstallerRecord.media(keys[0], in: cache) == nil)
    #expect((InstallerRecord.media(keys[1], in: cache) == nil) == (change == "swapped"))
    #expect(cache.damaged.entries.count == (change == "swapped" ? 2 : 1))
    try record("13.6").write(keys[0], in: cache)
    #expect(InstallerRecord.media(keys[0], in: cache)?.release?.version == "13.6")
  }

  @Test func aRecordOfACDImageThatIsNotItsOwnIsNotBelieved() throws {
    let keys = ["a", "b"].map { sha256($0) }
    for key in keys {
      try folder.write(key, to: "scratch")
      try cache.adopt(folder.file("scratch"), sha256: sha256(key))
      try ISORecord(kernel: sha256(key), initrd: sha256(key)).write(key, in: cache)
    }
    #expect(ISORecord(keys[0], in: cache)?.kernel == sha256(keys[0]))
    try spoil(keys.map { "isos/\($0)" }, "swapped")
    #expect(keys.allSatisfy { ISORecord($0, in: cache) == nil })
    #expect(cache.damaged.entries.count == 2)
  }

  @Test func whatHasAnotherDigestIsNotTakenIn() async throws {
    let path = try folder.write("an image", to: "disk.iso")
    let expected = sha256("another")
    let error = await #expect(throws: MediaError.self) { try await cache.take(path, sha256: expected) }
    #expect(error?.description == "\(path): SHA-256 is \(sha256("an image")), expected \(expected)")
    #expect(cache.entries().isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("cache/scratch")) == [])
  }

  @Test func onlyFilesNamedByADigestAreListed() throws {
    let digest = sha256("x")
    try folder.write("x", to: place(digest))
    try folder.write("half", to: place(sha256("y")) + ".part")
    try folder.write("?", to: "cache/sha256/aa/notes.txt")
    #expect(cache.entries().map(\.isPartial).sorted { $0 && !$1 } == [true, false])
    #expect(Set(cache.entries().map(\.sha256)) == [digest, sha256("y")])
  }

  @Test func aDownloadUnderWayIsNotRemoved() throws {
    let part = try folder.write("half", to: place(sha256("y")) + ".part")
    let entry = try #require(cache.entries().first)
    var holder: PartialFile? = try PartialFile(for: String(part.dropLast(".part".count))) { false }
    #expect(try !cache.remove(entry))
    #expect(FileManager.default.fileExists(atPath: part))
    withExtendedLifetime(holder) {}
    holder = nil
    #expect(try cache.remove(entry))
    #expect(cache.entries().isEmpty)
  }
}
