import Files
import Foundation
import Storage
import Synchronization
import Testing

@testable import Factory

/// How another process looks into a try, without a guest.
struct TrySocketTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: "\(folder.path)/store") }

  private func visit(_ script: String) async throws -> (status: Int32, lines: [String]) {
    let lines = Mutex<[String]>([])
    let status = try await TryVisit.run(script, in: "web", of: store) { line in
      lines.withLock { $0.append(line) }
    }
    return (status, lines.withLock(\.self))
  }

  private func reason(_ script: String) async -> String? {
    await #expect(throws: TryError.self) { try await visit(script) }?.description
  }

  @Test func aScriptComesWholeAndItsLinesGoBack() async throws {
    let listener = try #require(
      try TryListener(for: "web", in: store) { script, answer in
        for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
          answer.line(String(line))
        }
        answer.end(3)
      })
    defer { listener.stop() }
    let long = String(repeating: "x", count: 100_000)
    let found = try await visit("echo a\n\n=7\n\(long)")
    #expect(found.status == 3)
    #expect(found.lines == ["echo a", "", "=7", long])
    #expect(try TryListener(for: "web", in: store) { _, _ in } == nil, "one of a recipe answers")
  }

  @Test func whatIsNotRunSaysWhy() async throws {
    let none =
      "no 'kiln try web' of yours is running over the store \(store.root): start one in another terminal"
    #expect(await reason("true") == none)
    let listener = try #require(
      try TryListener(for: "web", in: store) { script, answer in
        if script == "a" { answer.refuse("one\ntwo") }
      })
    #expect(await reason("a") == "one; two")
    #expect(await reason("b") == "'kiln try web' has ended meanwhile")
    let long = String(repeating: "x", count: TrySocket.longestScript + 1)
    #expect(await reason(long)?.hasPrefix("the script did not come whole") == true)
    listener.stop()
    #expect(await reason("true") == none)
    #expect(FileSystem.entries(of: store.work).filter { !$0.hasSuffix(".lock") } == [])
  }

  @Test func nobodyElseMayConnect() throws {
    let listener = try #require(try TryListener(for: "web", in: store) { _, _ in })
    defer { listener.stop() }
    var status = stat()
    #expect(lstat(TrySocket.path(of: "web", in: store), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }
}
