import Foundation
import HTTPServer
import Synchronization
import Testing

/// The program as QEMU starts it for a guest's connection: with the stream as standard input, output and error.
struct RelayTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/kiln-\(UUID().uuidString)/it's, one"
  private var socket: String { "\(folder)/http" }

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private func removeAll() {
    try? FileManager.default.removeItem(at: URL(fileURLWithPath: folder).deletingLastPathComponent())
  }

  private func serve(_ posts: Posts = Posts()) throws -> HTTPServer {
    try HTTPServer(
      at: .socket(socket),
      routes: [
        .get("/a") { [UInt8](repeating: 65, count: 3_000_000) },
        .post("/log", limit: 3_000_000) { post in posts.sizes.withLock { $0.append(post.body.count) } },
      ]
    ) { _ in }
  }

  private final class Posts: Sendable {
    let sizes = Mutex<[Int]>([])
  }

  /// A relay, and the guest's end of its stream.
  private struct Guest {
    let relay = Process()
    let stream: Int32

    init(to socket: String) throws {
      var ends: [Int32] = [0, 0]
      try #require(
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
      stream = ends[0]
      let words = Relay.command(
        program: Bundle.main.bundleURL.appendingPathComponent("kiln").path, socket: socket)
      relay.executableURL = URL(fileURLWithPath: words[0])
      relay.arguments = Array(words.dropFirst())
      let end = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
      (relay.standardInput, relay.standardOutput, relay.standardError) = (end, end, end)
      try relay.run()
      try end.close()
    }

    func send(_ text: String) {
      _ = text.withCString { Glibc.send(stream, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }

    /// All that comes until the stream ends.
    func received() -> [UInt8] {
      var limit = timeval(tv_sec: 20, tv_usec: 0)
      setsockopt(stream, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      var (all, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
      while case let count = recv(stream, &buffer, buffer.count, 0), count > 0 { all += buffer[..<count] }
      return all
    }

    /// Whether the relay ends by itself.
    func ends() async throws -> Bool {
      for _ in 0..<200 where relay.isRunning { try await Task.sleep(for: .milliseconds(50)) }
      defer { if relay.isRunning { kill(relay.processIdentifier, SIGKILL) } }
      return !relay.isRunning
    }
  }

  @Test func bothWaysAreCopiedToTheirEnds() async throws {
    defer { removeAll() }
    let posts = Posts()
    let server = try serve(posts)
    let reader = try Guest(to: socket)
    reader.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(reader.received().suffix(3_000_000).allSatisfy { $0 == 65 })
    #expect(try await reader.ends())
    let writer = try Guest(to: socket)
    writer.send("POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n")
    writer.send(String(repeating: "x", count: 2_000_000))
    // The end of what it sends is not the end of the answer.
    shutdown(writer.stream, Int32(SHUT_WR))
    #expect(String(decoding: writer.received(), as: UTF8.self).hasPrefix("HTTP/1.1 204 "))
    #expect(try await writer.ends())
    #expect(posts.sizes.withLock { $0 } == [2_000_000])
    withExtendedLifetime(server) {}
  }

  @Test func itEndsWithTheGuest() async throws {
    defer { removeAll() }
    let server = try serve()
    let guest = try Guest(to: socket)
    guest.send("POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\nx")
    try await Task.sleep(for: .milliseconds(500))
    #expect(guest.relay.isRunning)
    close(guest.stream)
    #expect(try await guest.ends())
    withExtendedLifetime(server) {}
  }

  @Test func itEndsWithTheServer() async throws {
    defer { removeAll() }
    let server = try serve()
    let guest = try Guest(to: socket)
    guest.send("GET /a HTTP/1.1\r\nX: ")
    try await Task.sleep(for: .milliseconds(500))
    #expect(guest.relay.isRunning)
    server.stop()
    #expect(try await guest.ends())
  }

  /// What it says would reach the guest.
  @Test func withoutAServerItEndsAndSaysNothing() async throws {
    defer { removeAll() }
    let guest = try Guest(to: socket)
    #expect(guest.received() == [])
    #expect(try await guest.ends())
    #expect(guest.relay.terminationStatus == 1)
  }
}
