import Digests
import Foundation
import Testing

@testable import Media

/// Servers that say what is not so; docs/media.md has the table. Covers attacks/liar.py.
@Suite struct LyingServerTests {
  private static let body = "twelve bytes"
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func plain(_ head: String, _ body: String = body) -> String {
    "HTTP/1.1 \(head)\r\nConnection: close\r\n\r\n\(body)"
  }

  @Test(arguments: [
    ("wrong bytes", plain("200 OK", "twelve bytez"), ": SHA-256 is "),
    ("fewer, and says so", plain("200 OK\r\nContent-Length: 6", "twelve"), ": SHA-256 is "),
    ("fewer than it says", plain("200 OK\r\nContent-Length: 12", "twelve"), "closed with 6 bytes remaining"),
    ("more than it says", plain("200 OK\r\nContent-Length: 5"), ": SHA-256 is "),
    ("a length that is none", plain("200 OK\r\nContent-Length: -7"), "Content-Length"),
    ("a huge length", plain("200 OK\r\nContent-Length: 1125899906842624"), ": larger than 12 bytes"),
    ("nothing, well", plain("200 OK\r\nContent-Length: 0", ""), ": SHA-256 is "),
    ("nothing, 204", plain("204 No Content", ""), ": SHA-256 is "),
    ("304 unasked", plain("304 Not Modified", ""), "HTTP status 304 (not modified), which was not asked for"),
    ("a part unasked", plain("206 Part\r\nContent-Range: bytes 0-5/6", "twelve"), ": SHA-256 is "),
    ("more than allowed, endless", plain("200 OK", String(repeating: "0", count: 9999)), ": larger than 12"),
    ("packed", plain("200 OK\r\nContent-Encoding: gzip"), nil),
    ("redirects for ever", plain("302 Found\r\nLocation: /again", ""), "Maximum (10) redirects followed"),
    ("a redirect to a file", plain("302 Found\r\nLocation: file:///etc/passwd", ""), "file"),
    ("a redirect to FTP", plain("302 Found\r\nLocation: ftp://127.0.0.1/x", ""), "ftp"),
    ("no HTTP", "SSH-2.0-OpenSSH_9\r\n", "HTTP/0.9"),
    (
      "chunks that are none", plain("200 OK\r\nTransfer-Encoding: chunked", "FFFFFFFFFFFFFFFFFF\r\n"), "chunk"
    ),
    ("silence", "", "Empty reply"),
  ])
  func onlyTheRightBytesAreTaken(lie: String, answer: String, said: String?) async throws {
    let server = try LoopbackServer { _ in .init(raw: answer) }
    let cache = MediaCache(folder: folder.file("cache"))
    let digest = sha256(Self.body)
    func fetch() async throws {
      _ = try await cache.file(
        sha256: digest, size: Int64(Self.body.utf8.count), from: server.url + "/a",
        with: Downloader(.init(retries: 0)))
    }
    guard let said else {
      try await fetch()
      #expect(cache.contains(sha256: digest))
      return
    }
    let error = await #expect(throws: MediaError.self) { try await fetch() }
    let text = error?.description ?? ""
    #expect(text.hasPrefix(server.url + "/a: ") && text.contains(said), "\(lie): \(text)")
    #expect(!cache.contains(sha256: digest))
  }

  @Test func aTransferThatWouldNeverEndIsGivenUp() async throws {
    let server = try LoopbackServer { _ in .init(body: [UInt8](repeating: 0, count: 100_000), drip: 10) }
    let error = await #expect(throws: MediaError.self) {
      try await Downloader(.init(stallTimeout: .seconds(1), retries: 4))
        .download(DownloadRequest(url: server.url + "/a"), to: folder.file("a"))
    }
    #expect(error?.description.hasPrefix("\(server.url)/a: slower than 4096 bytes a second: ") == true)
    #expect(server.requests.count == 1)
  }

  /// What came before it began to drip does not count for it, and is not lost.
  @Test func aTransferThatBeginsFastAndThenDripsIsGivenUp() async throws {
    let body = [UInt8](repeating: 7, count: 2_000_000)
    let dripping = try LoopbackServer { _ in .init(body: body, drip: 10, burst: 1_000_000) }
    let whole = try LoopbackServer { request in
      let start = request.headers["range"].flatMap { Int($0.filter(\.isNumber)) } ?? 0
      return .init(status: start > 0 ? 206 : 200, body: Array(body[start...]))
    }
    let start = ContinuousClock.now
    let found = try await fetch(
      sha256(body), from: [dripping, whole], .init(stallTimeout: .seconds(1), retries: 4))
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(FileManager.default.contents(atPath: found.path) == Data(body))
    #expect(whole.requests.count == 1 && whole.requests[0].headers["range"] != nil)
  }

  private func fetch(
    _ digest: String, from servers: [LoopbackServer], _ options: Downloader.Options = .init(retries: 0)
  ) async throws -> InstallerMedia.File {
    try await MediaFetcher(
      cache: MediaCache(folder: folder.file("cache")), downloader: Downloader(options)
    )
    .fetch(CheckedFile(addresses: servers.map { $0.url + "/a" }, check: .sha256(digest)))
  }

  /// Longer than there are numbers for, together with what came before.
  @Test(arguments: [
    ("9223372036854775807", "9223372036854775807"), ("9223372036854775800", "9223372036854775800"),
    ("99999999999999999999", "9223372036854775807"),
  ])
  func noLengthIsTooLongToBeCounted(length: String, said: String) async throws {
    let answer = Self.plain("206 Part\r\nContent-Length: \(length)")
    let server = try LoopbackServer { request in
      request.headers["range"] == nil
        ? .init(body: [UInt8](Self.body.utf8), cutAfter: 6) : .init(raw: answer)
    }
    let error = await #expect(throws: MediaError.self) {
      try await fetch(sha256(Self.body), from: [server], .init(retries: 1))
    }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("\(server.url)/a: announces \(said) bytes, "), "\(message)")
    #expect(server.requests.count == 2)
  }

  /// What one server announces is no reason not to ask the next one.
  @Test func aLengthThatHasNoRoomEndsNothingButTheServersTurn() async throws {
    let answer = Self.plain("200 OK\r\nContent-Length: 1125899906842624")
    let lying = try LoopbackServer { _ in .init(raw: answer) }
    let good = try LoopbackServer { _ in .init(body: [UInt8](Self.body.utf8)) }
    #expect(try await fetch(sha256(Self.body), from: [lying, good]).sha256 == sha256(Self.body))
    let other = sha256("other")
    let error = await #expect(throws: MediaError.self) { try await fetch(other, from: [lying]) }
    let said = "\(lying.url)/a: announces 1125899906842624 bytes, for which there is no room: "
    #expect(error?.description.hasPrefix(said) == true, "\(String(describing: error))")
  }

  @Test(arguments: [
    ("\r\nContent-Length: 12", Int64(1) << 60, nil, 12), ("", 1 << 60, nil, 12),
    // What is known of the file, not what its server says.
    ("", 0, Int64(1) << 50, Int64(1) << 50), ("\r\nContent-Length: 12", 0, 1 << 50, 1 << 50),
  ])
  func theDiskIsNotFilled(header: String, minimumFree: Int64, size: Int64?, needed: Int64) async throws {
    let answer = Self.plain("200 OK" + header)
    let server = try LoopbackServer { _ in .init(raw: answer) }
    let request = DownloadRequest(url: server.url + "/a", sha256: sha256(Self.body), sizeLimit: size)
    let error = await #expect(throws: MediaError.self) {
      try await Downloader(.init(minimumFree: minimumFree, retries: 0))
        .download(request, to: folder.file("a"))
    }
    let said = " must stay so (--min-free): no room for \(needed) bytes more"
    #expect(error?.description.contains(said) == true, "\(String(describing: error))")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}
