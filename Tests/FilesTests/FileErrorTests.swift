import Foundation
import Testing

@testable import Files

/// The system's number for what failed is in the error, whatever its words are.
struct FileErrorTests {
  @Test(arguments: [("/nowhere/x", ENOENT), ("/proc/version/x", ENOTDIR), ("/proc/x", ENOENT)])
  func theNumberIsKept(path: String, code: Int32) {
    let error = #expect(throws: FileError.self) { _ = try PlainFile.create(path) }
    #expect(error?.code == code)
    #expect(error?.description == "cannot write \(path): \(String(cString: strerror(code)))")
  }

  @Test func whatKilnRefusesHasNone() {
    let error = #expect(throws: FileError.self) { try PlainFile.contents("/dev/null") }
    #expect(error?.code == nil)
    #expect(error?.reason == "it is no plain file")
  }

  /// As Foundation reports a disk that is full.
  @Test func foundationsErrorsHaveItToo() throws {
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let error = #expect(throws: (any Error).self) { try full.write(contentsOf: Data("x".utf8)) }
    #expect(error.flatMap(systemCode) == ENOSPC, "\(error.debugDescription)")
    let missing = #expect(throws: (any Error).self) {
      try Data().write(to: URL(filePath: "/nowhere/x"))
    }
    #expect(missing.flatMap(systemCode) == ENOENT, "\(missing.debugDescription)")
    #expect(systemCode(of: CancellationError()) == nil)
  }
}
