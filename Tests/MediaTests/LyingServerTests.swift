import Digests
import Foundation
import Testing

@testable import Media

/// Servers that say what is not so; docs/media.md has the table.
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

  @Test(arguments: [true, false])
  func theDiskIsNotFilled(lengthIsKnown: Bool) async throws {
    let answer = Self.plain("200 OK" + (lengthIsKnown ? "\r\nContent-Length: 12" : ""))
    let server = try LoopbackServer { _ in .init(raw: answer) }
    let error = await #expect(throws: MediaError.self) {
      try await Downloader(.init(minimumFree: 1 << 60, retries: 0))
        .download(DownloadRequest(url: server.url + "/a", sha256: sha256(Self.body)), to: folder.file("a"))
    }
    #expect(error?.description.contains(" must stay so (--min-free): no room for 12 bytes more") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}
