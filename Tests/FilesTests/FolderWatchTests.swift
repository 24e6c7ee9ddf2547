import Foundation
import Testing

@testable import Files

struct FolderWatchTests {
  /// How an editor saves: over the file, or by another one that takes its name.
  @Test(arguments: [false, true])
  func aSavedFileIsSeen(atomically: Bool) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kiln-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("script.sh")
    try Data("one".utf8).write(to: file)
    let watch = try FolderWatch()
    watch.add([folder.path, folder.path + "/missing"])
    try Data("two".utf8).write(to: file, options: atomically ? .atomic : [])
    var changes = watch.changes.makeAsyncIterator()
    #expect(await changes.next() != nil)
    watch.stop()
    #expect(await changes.next() == nil, "it ends")
  }
}
