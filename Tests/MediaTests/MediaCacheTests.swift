import Digests
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
    #expect(server.statuses == (change == "altered" ? [200, 304, 200] : [200, 200]))
    #expect(try await fetch() == Array("signed".utf8))
    #expect(server.statuses.last == 304)
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
    let holder = try openLocked(part) { false }
    #expect(try !cache.remove(entry))
    #expect(FileManager.default.fileExists(atPath: part))
    close(holder)
    #expect(try cache.remove(entry))
    #expect(cache.entries().isEmpty)
  }
}
