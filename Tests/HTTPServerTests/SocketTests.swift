import Foundation
import HTTPServer
import Testing

/// Serving on a UNIX socket.
struct SocketTests {
  /// Longer than a socket's address, with what a shell would part or expand.
  private let folder: String
  private let short: String

  init() throws {
    let root = FileManager.default.temporaryDirectory.path + "/kiln-\(UUID().uuidString)"
    folder = "\(root)/\(String(repeating: "long ", count: 20))'$HOME',/answers"
    short = "\(root)/s"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    chmod(folder, 0o700)
    symlink(folder, short)
  }

  private func removeAll() {
    try? FileManager.default.removeItem(atPath: URL(fileURLWithPath: short).deletingLastPathComponent().path)
  }

  private func serve() throws -> HTTPServer {
    try HTTPServer(at: .socket("\(folder)/http"), routes: [.get("/a") { Array("hello".utf8) }]) { _ in }
  }

  @Test func aSocketOfAnyPathIsServed() throws {
    defer { removeAll() }
    let server = try serve()
    let connection = try Connection(toSocket: "\(short)/http")
    connection.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(connection.status() == 200)
    #expect(server.port == 0)
  }

  @Test func aFolderThatOthersMayEnterIsRefused() throws {
    defer { removeAll() }
    for mode: mode_t in [0o755, 0o710, 0o701] {
      chmod(folder, mode)
      let error = #expect(throws: HTTPServerError.self) { try serve() }
      #expect(
        error?.description
          == "cannot start the local HTTP server: other users may enter the folder of \(folder)/http")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/http"))
  }

  @Test func whatIsThereStays() throws {
    defer { removeAll() }
    try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(folder)/http"))
    let error = #expect(throws: HTTPServerError.self) { try serve() }
    #expect(
      error?.description == "cannot bind \(folder)/http for the local HTTP server: Address already in use")
    #expect(try String(contentsOfFile: "\(folder)/http", encoding: .utf8) == "mine")
  }
}
