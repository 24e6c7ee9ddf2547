import Foundation
import Testing

@testable import Files

struct FileLockTests {
  private let folder = Scratch()
  private var name: String { "\(folder.path)/record" }

  private func attempt(_ kind: FileLock.Kind) throws -> FileLock? {
    if case .held(let lock) = try FileLock.attempt(name, kind) { lock } else { nil }
  }

  @Test(
    arguments: [
      (.shared, .shared, true), (.shared, .exclusive, false), (.exclusive, .shared, false),
      (.exclusive, .exclusive, false),
    ] as [(FileLock.Kind, FileLock.Kind, Bool)])
  func onlySharedLocksGoTogether(held: FileLock.Kind, wanted: FileLock.Kind, isHeld: Bool) throws {
    try Data().write(to: URL(filePath: name))
    var first = try attempt(held)
    #expect(first != nil)
    switch try FileLock.attempt(name, wanted) {
    case .held: #expect(isHeld)
    case .busy: #expect(!isHeld)
    case .absent: Issue.record("the file is there")
    }
    withExtendedLifetime(first) {}
    first = nil
    #expect(try attempt(wanted) != nil, "it goes with its holder")
  }

  @Test(arguments: ["nothing", "a folder", "a link", "a FIFO"])
  func whatIsNoPlainFileIsNotLocked(what: String) throws {
    switch what {
    case "a folder": mkdir(name, 0o700)
    case "a link":
      try Data().write(to: URL(filePath: "\(folder.path)/other"))
      symlink("\(folder.path)/other", name)
    case "a FIFO": mkfifo(name, 0o600)
    default: break
    }
    for kind in [FileLock.Kind.shared, .exclusive] {
      guard case .absent = try FileLock.attempt(name, kind) else {
        Issue.record("\(what) was locked")
        continue
      }
    }
  }

  @Test func aFileThatLostItsNameIsNotLocked() throws {
    let descriptor = try PlainFile.create(name)
    try FileManager.default.moveItem(atPath: name, toPath: "\(folder.path)/aside")
    try Data().write(to: URL(filePath: name))
    guard case .absent = try FileLock.attempt(on: descriptor, of: name) else {
      Issue.record("it is another file")
      return
    }
    let lock = try #require(try attempt(.exclusive))
    #expect(lock.isStill(name) && !lock.isStill("\(folder.path)/aside"))
  }
}
