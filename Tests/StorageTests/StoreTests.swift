import Files
import Foundation
import Images
import Testing

@testable import Storage

struct StoreTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: folder.path) }

  @Test(arguments: [
    (["KILN_STORE": "/a", "XDG_DATA_HOME": "/b", "HOME": "/c"], "/a"),
    (["XDG_DATA_HOME": "/b", "HOME": "/c"], "/b/kiln"),
    (["KILN_STORE": "", "HOME": "/c"], "/c/.local/share/kiln"),
  ])
  func theRootFollowsTheEnvironment(environment: [String: String], expected: String) {
    #expect(Store.standardRoot(environment: environment) == expected)
  }

  @Test func writersOfOneFileTakeTurns() async throws {
    let path = "\(folder.path)/file"
    let texts = (0..<8).map { String(repeating: "\($0)", count: 200_000 + $0 * 1000) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for text in texts {
        group.addTask { for _ in 0..<20 { try FileSystem.write(Data(text.utf8), to: path) } }
      }
      try await group.waitForAll()
    }
    #expect(texts.contains(try String(contentsOfFile: path, encoding: .utf8)))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  @Test func workLeftByAKilledBuildIsRemovedAndRunningWorkStays() async throws {
    try store.prepare()
    try FileSystem.makeFolder("\(store.work)/dead")
    let key = LayerKey(hex: String(repeating: "a", count: 64))
    let running = try #require(try await store.layers.begin(key) { _ in })
    try store.removeStaleWork()
    #expect(FileSystem.entries(of: store.work).filter { !$0.hasSuffix(".lock") } == [key.hex])
    withExtendedLifetime(running) {}
  }
}
