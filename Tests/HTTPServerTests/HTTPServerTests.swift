import Foundation
import FoundationNetworking
import HTTPServer
import Synchronization
import Testing

struct HTTPServerTests {
  /// What a server was told, from its own thread.
  private final class Diary: Sendable {
    let posts = Mutex<[Post]>([])
    let requests = Mutex<[String]>([])
  }

  private let diary = Diary()

  private func serve(_ routes: [Route]) throws -> HTTPServer {
    let diary = diary
    return try HTTPServer(routes: routes) { request in
      diary.requests.withLock { $0.append("\(request.method) \(request.path) \(request.status)") }
    }
  }

  private func ask(
    _ server: HTTPServer, _ method: String, _ path: String, body: Data? = nil
  ) async throws -> (status: Int, body: Data) {
    var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(server.port)\(path)")))
    request.httpMethod = method
    request.httpBody = body
    let (data, response) = try await URLSession.shared.data(for: request)
    return (try #require(response as? HTTPURLResponse).statusCode, data)
  }

  @Test(arguments: [
    ("GET", "/t/answers", 200, "hello"),
    ("HEAD", "/t/answers", 200, ""),
    ("GET", "/t/answers?x=1", 200, "hello"),
    ("GET", "/t/other", 404, "not found\n"),
    ("GET", "/", 404, "not found\n"),
    ("GET", "/t/../t/answers/", 404, "not found\n"),
    ("POST", "/t/answers", 405, "method not allowed\n"),
    ("GET", "/t/phase/x", 405, "method not allowed\n"),
    ("POST", "/t/phase/", 404, "not found\n"),
    ("POST", "/t/phase/x", 204, ""),
    ("PUT", "/t/phase/x", 204, ""),
  ])
  func onlyWhatIsDeclaredIsServed(method: String, path: String, status: Int, body: String) async throws {
    let server = try serve([
      .get("/t/answers") { Array("hello".utf8) },
      .post(below: "/t/phase/", limit: 100) { _ in },
    ])
    let answer = try await ask(server, method, path, body: method == "POST" ? Data("x".utf8) : nil)
    #expect(answer.status == status)
    #expect(String(decoding: answer.body, as: UTF8.self) == body)
  }

  @Test func everyRequestIsAnEvent() async throws {
    let server = try serve([.get("/a") { [] }])
    _ = try await ask(server, "GET", "/a")
    _ = try await ask(server, "GET", "/b")
    #expect(diary.requests.withLock { $0 } == ["GET /a 200", "GET /b 404"])
  }

  @Test(arguments: [(0, 204), (1, 204), (100, 204), (101, 413), (100_000, 413)])
  func aBodyIsTakenUpToItsLimit(size: Int, status: Int) async throws {
    let diary = diary
    let server = try serve([.post("/log", limit: 100) { post in diary.posts.withLock { $0.append(post) } }])
    let body = [UInt8](repeating: 7, count: size)
    #expect(try await ask(server, "POST", "/log", body: Data(body)).status == status)
    #expect(diary.posts.withLock { $0 } == (status == 204 ? [Post(path: "/log", body: body)] : []))
  }

  @Test func aFileIsServedAsItIsNow() async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("kiln-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let server = try serve([.get("/file", file: file.path)])
    #expect(try await ask(server, "GET", "/file").status == 404)
    let bytes = Data((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) })
    try bytes.write(to: file)
    #expect(try await ask(server, "GET", "/file").body == bytes)
  }

  @Test func manyAtOnceAreAllAnswered() async throws {
    let server = try serve([.get("/a") { [UInt8](repeating: 1, count: 10_000) }])
    let sizes = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<40 { group.addTask { try await ask(server, "GET", "/a").body.count } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sizes == [Int](repeating: 10_000, count: 40))
  }

  @Test func theNameOfAPostIsTheEndOfItsPath() {
    #expect(Post(path: "/t/phase/partitioning", body: []).name == "partitioning")
    #expect(Post(path: "bare", body: Array("x\u{FF}".utf8)).name == "bare")
  }

  @Test func aStoppedServerAnswersNoMore() async throws {
    let server = try serve([.get("/a") { [] }])
    server.stop()
    server.stop()
    await #expect(throws: URLError.self) { try await ask(server, "GET", "/a") }
  }
}
