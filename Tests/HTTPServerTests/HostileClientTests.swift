import Foundation
import HTTPServer
import Synchronization
import Testing

/// A bare connection, to send what no proper client would.
private final class Connection: Sendable {
  let descriptor: Int32

  init(to server: HTTPServer) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = server.port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    try #require(result == 0)
    // A server that never answers fails the test, and does not hang it.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Whether all of it was taken.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// The answer's status; nil when the server closed the connection without one.
  func status() -> Int? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    let words = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]) : nil
  }
}

struct HostileClientTests {
  private let server: HTTPServer
  private let posts = Posts()

  private final class Posts: Sendable {
    let taken = Mutex<[Post]>([])
  }

  init() throws {
    let posts = posts
    server = try HTTPServer(routes: [
      .get("/a") { [UInt8](repeating: 1, count: 4_000_000) },
      .post("/log", limit: 1000) { post in posts.taken.withLock { $0.append(post) } },
    ]) { _ in }
  }

  /// Whether a proper client is still served.
  private func serves() throws -> Bool {
    let connection = try Connection(to: server)
    connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    return connection.status() == 200
  }

  @Test(arguments: [
    ("\r\n\r\n\r\n", nil),
    ("nonsense\r\n\r\n", nil),
    ("GET\r\n\r\n", nil),
    ("GET /a HTTP/9.9\r\nHost: h\r\n\r\n", 505),
    ("GET /%00%ff%zz HTTP/1.1\r\nHost: h\r\n\r\n", 404),
    ("GET http://elsewhere.example.org/a HTTP/1.1\r\nHost: h\r\n\r\n", 404),
    ("GET /../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n", 404),
    ("GET //a HTTP/1.1\r\nHost: h\r\n\r\n", 404),
    ("DELETE /a HTTP/1.1\r\nHost: h\r\n\r\n", 405),
    ("POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n", 413),
    ("POST /log HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    ("GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: h\r\n\r\n", 414),
    ("GET /a HTTP/1.1\r\nHost: h\r\nX: \(String(repeating: "a", count: 100_000))\r\n\r\n", 431),
  ])
  func malformedRequestsAreRefused(request: String, status: Int?) throws {
    let connection = try Connection(to: server)
    connection.send(request)
    shutdown(connection.descriptor, Int32(SHUT_WR))
    #expect(connection.status() == status)
    #expect(try serves())
  }

  @Test func clientsThatSayNothingDelayNobody() throws {
    let silent = try (0..<40).map { number in
      let connection = try Connection(to: server)
      connection.send(
        [
          "", "GET", "GET /a HTTP/1.1\r\nHost:",
          "POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx",
        ][number % 4])
      return connection
    }
    #expect(try serves())
    #expect(silent.count == 40)
  }

  @Test func aClientThatReadsNothingDelaysNobody() throws {
    let lazy = try Connection(to: server)
    lazy.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(try serves())
    #expect(lazy.status() == 200)
  }

  @Test func clientsThatLeaveEarlyDoNoHarm() throws {
    for _ in 0..<20 {
      try Connection(to: server).send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
      try Connection(to: server).send("POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\npart")
    }
    #expect(try serves())
    #expect(posts.taken.withLock { $0.isEmpty })
  }

  @Test func moreConnectionsThanAllowedOnlyWait() throws {
    // More than are served at once, fewer than the system lets wait on top.
    var crowd: [Connection] = []
    for _ in 0..<110 { crowd.append(try Connection(to: server)) }
    crowd.removeAll()
    #expect(try serves())
  }

  @Test func anEndlessBodyIsNotKept() throws {
    let connection = try Connection(to: server)
    connection.send("POST /log HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
    let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 7, count: 65536) + Array("\r\n".utf8)
    for _ in 0..<1000 where !connection.send(chunk) { break }
    connection.send("0\r\n\r\n")
    #expect(connection.status() == 413)
    #expect(posts.taken.withLock { $0.isEmpty })
    #expect(try serves())
  }
}
