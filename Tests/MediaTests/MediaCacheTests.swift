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
