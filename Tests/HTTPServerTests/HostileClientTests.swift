import Foundation
import HTTPServer
import Synchronization
import Testing

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
