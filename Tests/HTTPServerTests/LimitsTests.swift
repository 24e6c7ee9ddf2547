import Foundation
import HTTPServer
import Synchronization
import Testing

/// What clients may take together, in time and in memory. Covers attacks/slo2.sh.
struct LimitsTests {
  private final class Posts: Sendable {
    let sizes = Mutex<[Int]>([])
  }

  private let posts = Posts()

  private func serve(_ limits: Limits) throws -> HTTPServer {
    let posts = posts
    return try HTTPServer(
      limits: limits,
      routes: [
        .get("/a") { [UInt8](repeating: 1, count: 8_000_000) },
        .post("/log", limit: 1_000_000) { post in posts.sizes.withLock { $0.append(post.body.count) } },
      ]
    ) { _ in }
  }

  private func ask(_ server: HTTPServer) throws -> Int? {
    let connection = try Connection(to: server)
    connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n")
    return connection.status()
  }

  @Test(arguments: [
    "", "GET /a HTTP/1.1\r\nX: ", "POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\n",
  ])
  func aRequestThatNeverEndsIsEnded(start: String) async throws {
    let server = try serve(Limits(deadline: .seconds(1)))
    let slow = try Connection(to: server)
    slow.send(start)
    let begun = ContinuousClock.now
    #expect(try await slow.drips(until: begun + .seconds(20)))
    #expect(ContinuousClock.now - begun > .milliseconds(900), "it had its time")
    #expect(try ask(server) == 200)
    #expect(posts.sizes.withLock { $0 } == [])
  }

  @Test func aClientThatReadsNothingIsEnded() async throws {
    let server = try serve(Limits(deadline: .seconds(1)))
    let lazy = try Connection(to: server)
    lazy.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
    try await Task.sleep(for: .seconds(3))
    var received = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = recv(lazy.descriptor, &buffer, buffer.count, 0), count > 0 { received += count }
    #expect(received < 8_000_000)
  }

  @Test func aCrowdOfSlowClientsMakesRoom() async throws {
    let server = try serve(
      Limits(connections: 4, deadline: .seconds(600), crowdedDeadline: .milliseconds(500)))
    let crowd = try (0..<6).map { _ in try Connection(to: server) }
    for slow in crowd { slow.send("GET /a HTTP/1.1\r\nX: ") }
    #expect(try ask(server) == 200)
  }

  @Test func slowClientsStayWhereThereIsRoom() async throws {
    let server = try serve(Limits(connections: 4, deadline: .seconds(600), crowdedDeadline: .zero))
    let slow = try Connection(to: server)
    slow.send("HEAD /a HTTP/1.1\r\nX: ")
    try await Task.sleep(for: .seconds(1))
    slow.send("y\r\nHost: h\r\n\r\n")
    #expect(slow.status() == 200)
  }

  @Test func allBodiesShareOneBudget() async throws {
    let server = try serve(Limits(bodies: 1_500_000))
    let header = "POST /log HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n"
    let (held, refused) = (try Connection(to: server), try Connection(to: server))
    held.send(header)
    held.send([UInt8](repeating: 7, count: 999_999))
    try await Task.sleep(for: .seconds(2))
    refused.send(header)
    refused.send([UInt8](repeating: 7, count: 1_000_000))
    #expect(refused.status() == 503)
    held.send("7")
    #expect(held.status() == 204)
    // What was held, refused or left is given back.
    for _ in 0..<3 {
      try Connection(to: server).send(header + String(repeating: "7", count: 400_000))
      let next = try Connection(to: server)
      next.send(header + String(repeating: "7", count: 1_000_000))
      #expect(next.status() == 204)
    }
    #expect(posts.sizes.withLock { $0 } == [1_000_000, 1_000_000, 1_000_000, 1_000_000])
  }
}
