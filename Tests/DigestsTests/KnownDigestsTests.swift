import Digests
import Foundation
import Testing

struct KnownDigestsTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "kiln-\(UUID().uuidString)")
    .path
  private var file: String { "\(folder)/disk" }
  private var known: KnownDigests { KnownDigests(folder: "\(folder)/known") }
  private let digest = sha256("disk")

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("disk".utf8).write(to: URL(filePath: file))
    // Longer than a tick of the clock.
    usleep(60_000)
  }

  /// The next write may leave its times as they are.
  @Test func aFileThatWasWrittenAMomentAgoIsReadAgain() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("disk".utf8).write(to: URL(filePath: file))
    known.note(file, sha256: "remembered")
    #expect(try known.sha256(file: file, expected: "remembered") == digest)
    #expect(try known.sha256(file: file, expected: digest) == digest)
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/known"))
  }

  @Test func anUnchangedFileIsNotReadAgain() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // A digest that no reading would give.
    known.note(file, sha256: "remembered")
    #expect(try known.sha256(file: file, expected: "remembered") == "remembered")
    #expect(try known.sha256(file: file, expected: "remembered", isReread: true) == digest)
    #expect(try known.sha256(file: file, expected: "remembered") == digest, "what was wrong is forgotten")
    #expect(try known.sha256(file: file, expected: digest) == digest)
  }

  /// Each makes a file whose bytes or place are others than when it was read.
  @Test(arguments: [
    "byte with its old time", "another file in its place", "damaged stamp", "stamp of another file",
  ])
  func aChangedFileIsReadAgain(change: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try known.sha256(file: file, expected: digest) == digest)
    let stamp = try #require(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/known").first)
    switch change {
    case "byte with its old time":
      var status = stat()
      #expect(stat(file, &status) == 0)
      let handle = try FileHandle(forWritingTo: URL(filePath: file))
      try handle.write(contentsOf: Data("e".utf8))
      try handle.close()
      var times = [status.st_atim, status.st_mtim]
      #expect(utimensat(AT_FDCWD, file, &times, 0) == 0)
    case "another file in its place":
      try Data("eisk".utf8).write(to: URL(filePath: file), options: .atomic)
    case "damaged stamp":
      try Data("{".utf8).write(to: URL(filePath: "\(folder)/known/\(stamp)"))
    default:
      let text = try String(contentsOfFile: "\(folder)/known/\(stamp)", encoding: .utf8)
      try Data(text.replacing("disk", with: "desk").utf8).write(to: URL(filePath: "\(folder)/known/\(stamp)"))
    }
    let isSame = ["damaged stamp", "stamp of another file"].contains(change)
    #expect((try known.sha256(file: file, expected: digest) == digest) == isSame)
  }

  @Test func whatIsKnownOfRemovedFilesIsRemoved() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    known.note(file, sha256: digest)
    known.prune()
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/known").count == 1)
    try FileManager.default.removeItem(atPath: file)
    known.prune()
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/known") == [])
  }
}
