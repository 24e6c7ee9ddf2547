import Digests
import Foundation
import Synchronization
import Testing

@testable import Media

@Suite struct DownloaderTests {
  private let folder: TemporaryFolder
  private let body = [UInt8](repeating: 7, count: 300_000) + [UInt8](0...255)

  init() throws { folder = try TemporaryFolder() }

  private func downloader(retries: Int = 0) -> Downloader { Downloader(.init(retries: retries)) }

  @Test func aFileIsInItsPlaceWithItsDigest() async throws {
    let server = try LoopbackServer { [body] _ in .init(headers: ["ETag": "\"one\""], body: body) }
    let steps = Mutex<[DownloadProgress]>([])
    let downloader = Downloader { step in steps.withLock { $0.append(step) } }
    let result = try await downloader.download(
      DownloadRequest(url: server.url + "/a", sha256: sha256(body).uppercased()), to: folder.file("a"))
    #expect(
      result
        == .downloaded(
          .init(sha256: sha256(body), size: Int64(body.count), validators: Validators(etag: "\"one\""))))
    #expect(folder.read("a") == body)
    #expect(folder.read("a.part") == nil)
    let last = steps.withLock { $0.last }
    #expect(last == DownloadProgress(url: server.url + "/a", received: Int64(body.count), state: .done))
    #expect(steps.withLock { $0.dropLast().allSatisfy { $0.state == .running } })
  }

  @Test func redirectsAreFollowedAndOnlyTheLastAnswerCounts() async throws {
    let server = try LoopbackServer { [body] request in
      request.path == "/old"
        ? .init(status: 302, headers: ["Location": "/new", "ETag": "\"redirect\""], body: [1, 2, 3])
        : .init(body: body)
    }
    let result = try await downloader().download(
      DownloadRequest(url: server.url + "/old"), to: folder.file("a"))
    #expect(
      result == .downloaded(.init(sha256: sha256(body), size: Int64(body.count), validators: Validators())))
  }

  @Test func aWrongDigestNamesBothAndKeepsNothing() async throws {
    let server = try LoopbackServer { [body] _ in .init(body: body) }
    let expected = String(repeating: "0", count: 64)
    let url = server.url + "/a"
    let message = "\(url): SHA-256 is \(sha256(body)), expected \(expected)"
    let last = Mutex<DownloadProgress?>(nil)
    let error = await #expect(throws: MediaError.self) {
      try await Downloader { step in last.withLock { $0 = step } }
        .download(DownloadRequest(url: url, sha256: expected), to: folder.file("a"))
    }
    #expect(error?.description == message)
    #expect(last.withLock { $0?.state } == .failed(message))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test(arguments: [403, 404, 410])
  func anErrorStatusIsNamedWithItsURL(status: Int) async throws {
    let server = try LoopbackServer { _ in .init(status: status, body: [1]) }
    let url = server.url + "/pool/a%2Bb"
    let error = await #expect(throws: MediaError.self) {
      try await downloader(retries: 3).download(DownloadRequest(url: url), to: folder.file("a"))
    }
    #expect(error?.description == "\(url): HTTP status \(status)")
    #expect(server.requests.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test func aBusyServerIsAskedAgain() async throws {
    let count = Mutex(0)
    let server = try LoopbackServer { [body] _ in
      count.withLock { $0 += 1 }
      return count.withLock { $0 } < 2 ? .init(status: 503) : .init(body: body)
    }
    _ = try await downloader(retries: 1).download(DownloadRequest(url: server.url), to: folder.file("a"))
    #expect(folder.read("a") == body)
  }

  @Test func aTransferThatBrokeOffGoesOnWhereItStopped() async throws {
    let server = try LoopbackServer { [body] request in
      guard let range = request.headers["range"] else { return .init(body: body, cutAfter: 100_000) }
      let start = Int(range.filter(\.isNumber)) ?? 0
      let header = "bytes \(start)-\(body.count - 1)/\(body.count)"
      return .init(status: 206, headers: ["Content-Range": header], body: Array(body[start...]))
    }
    let request = DownloadRequest(url: server.url + "/a", sha256: sha256(body))
    await #expect(throws: MediaError.self) {
      try await downloader().download(request, to: folder.file("a"))
    }
    #expect(folder.read("a") == nil)
    #expect(folder.read("a.part")?.count == 100_000)
    _ = try await downloader().download(request, to: folder.file("a"))
    #expect(folder.read("a") == body)
    #expect(server.requests.last?.headers["range"] == "bytes=100000-")
  }

  @Test func aServerWithoutRangesIsReadFromTheStart() async throws {
    try folder.write([9, 9, 9], to: "a.part")
    let server = try LoopbackServer { [body] _ in .init(body: body) }
    _ = try await downloader().download(
      DownloadRequest(url: server.url, sha256: sha256(body)), to: folder.file("a"))
    #expect(folder.read("a") == body)
  }

  @Test(arguments: [206, 416])
  func whatAnEarlierAttemptLeftWrongIsThrownAway(status: Int) async throws {
    try folder.write([9, 9, 9], to: "a.part")
    let server = try LoopbackServer { [body] request in
      request.headers["range"] == nil
        ? .init(body: body) : .init(status: status, body: status == 206 ? Array(body[3...]) : [])
    }
    _ = try await downloader().download(
      DownloadRequest(url: server.url, sha256: sha256(body)), to: folder.file("a"))
    #expect(folder.read("a") == body)
  }

  @Test func aCutTransferWithoutADigestKeepsNothing() async throws {
    let server = try LoopbackServer { [body] _ in .init(body: body, cutAfter: 10) }
    await #expect(throws: MediaError.self) {
      try await downloader().download(DownloadRequest(url: server.url), to: folder.file("a"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test func moreBytesThanAllowedAreAnError() async throws {
    let server = try LoopbackServer { [body] _ in .init(body: body) }
    await #expect(throws: MediaError.self) {
      try await downloader().download(
        DownloadRequest(url: server.url, sizeLimit: 1000), to: folder.file("a"))
    }
    #expect(folder.read("a") == nil)
  }

  @Test func aCurrentCopyIsNotSentAgain() async throws {
    let server = try LoopbackServer { request in
      request.headers["if-none-match"] == "\"one\"" ? .init(status: 304) : .init(body: [1])
    }
    try folder.write("old", to: "a")
    let result = try await downloader().download(
      DownloadRequest(url: server.url, validators: Validators(etag: "\"one\"")), to: folder.file("a"))
    #expect(result == .notModified)
    #expect(folder.read("a") == [UInt8]("old".utf8))
    #expect(folder.read("a.part") == nil)
  }

  @Test func aCancelledTransferEnds() async throws {
    let started = DispatchSemaphore(value: 0)
    let released = DispatchSemaphore(value: 0)
    let server = try LoopbackServer { _ in
      started.signal()
      released.wait()
      return .init(body: [1])
    }
    let url = server.url
    let task = Task { [folder] in
      try await downloader().download(DownloadRequest(url: url), to: folder.file("a"))
    }
    await withCheckedContinuation { continuation in
      Thread {
        started.wait()
        continuation.resume()
      }.start()
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    released.signal()
  }

  @Test func aServerThatIsNotThereIsNamed() async throws {
    let url = "http://127.0.0.1:1/a"
    let error = await #expect(throws: MediaError.self) {
      try await downloader().download(DownloadRequest(url: url), to: folder.file("a"))
    }
    #expect(error?.description.hasPrefix("\(url): Failed to connect to 127.0.0.1 port 1") == true)
  }

  @Test func twoThatWantTheSameFileGetItOnce() async throws {
    let server = try LoopbackServer { [body] _ in .init(body: body) }
    let request = DownloadRequest(url: server.url, sha256: sha256(body))
    let (first, second) = (downloader(), downloader())
    async let one = first.download(request, to: folder.file("a"))
    async let two = second.download(request, to: folder.file("a"))
    _ = try await (one, two)
    #expect(folder.read("a") == body)
    #expect(server.requests.count == 1)
  }
}
