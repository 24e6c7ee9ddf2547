import Foundation
import Testing

@testable import Files

/// What others may have put under a name that Kiln is about to use.
struct PlainFileTests {
  enum Obstacle: String, CaseIterable {
    case link, linkToNowhere, hardLink, fifo, folder, anothersFile
  }

  private let folder = Scratch()
  private var victim: String { "\(folder.path)/victim" }
  private var name: String { "\(folder.path)/name" }

  private func put(_ obstacle: Obstacle) throws {
    try Data("keep".utf8).write(to: URL(filePath: victim))
    switch obstacle {
    case .link: symlink(victim, name)
    case .linkToNowhere: symlink("\(folder.path)/nowhere", name)
    case .hardLink: link(victim, name)
    case .fifo: mkfifo(name, 0o666)
    case .folder: mkdir(name, 0o777)
    case .anothersFile:
      try Data("theirs".utf8).write(to: URL(filePath: name))
      chown(name, 65534, 65534)
    }
  }

  private func expectVictimIsUnharmed() throws {
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "keep")
    #expect(!FileSystem.isTaken("\(folder.path)/nowhere"))
  }

  @Test(
    .enabled(if: geteuid() == 0, "only root can give files away"),
    arguments: [
      (Obstacle.link, "it is a symbolic link, and none is followed there: move it away"),
      (.linkToNowhere, "it is a symbolic link, and none is followed there: move it away"),
      (.hardLink, "it has another name, too (a hard link): move it away"),
      (.fifo, "it is no plain file: move it away"),
      (.folder, "Is a directory"),
      (.anothersFile, "it belongs to nobody, group nogroup, mode 0644, and you are root: move it away"),
    ])
  func noLockIsTakenOnIt(obstacle: Obstacle, reason: String) throws {
    try put(obstacle)
    let error = #expect(throws: FileError.self) { try Lock.attempt(name) }
    #expect(error?.reason == reason)
    try expectVictimIsUnharmed()
  }

  @Test(arguments: Obstacle.allCases.filter { $0 != .folder })
  func aFileIsWrittenInItsPlaceNotThroughIt(obstacle: Obstacle) throws {
    try put(obstacle)
    try FileSystem.write(Data("new".utf8), to: name)
    #expect(try PlainFile.contents(name) == Data("new".utf8))
    try expectVictimIsUnharmed()
    close(try PlainFile.replace(name))
    #expect(try PlainFile.contents(name) == Data())
    try expectVictimIsUnharmed()
  }

  @Test func aFolderInTheWayStays() throws {
    try put(.folder)
    let error = #expect(throws: FileError.self) { try FileSystem.write(Data("new".utf8), to: name) }
    #expect(error?.reason == "Is a directory")
    #expect(FileSystem.isFolder(name))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["name", "victim"])
  }

  @Test(arguments: [Obstacle.link, .linkToNowhere, .fifo, .folder])
  func nothingIsReadFromIt(obstacle: Obstacle) throws {
    try put(obstacle)
    #expect(throws: FileError.self) { try PlainFile.contents(name) }
  }

  /// Who can open a lock's file can hold it.
  @Test(arguments: [nil, mode_t(0o644), 0o666])
  func nobodyElseCanOpenALock(before: mode_t?) throws {
    if let before {
      try Data().write(to: URL(filePath: name))
      chmod(name, before)
    }
    let lock = try #require(try Lock.attempt(name))
    var status = stat()
    #expect(stat(name, &status) == 0 && status.st_mode & 0o777 == 0o600)
    withExtendedLifetime(lock) {}
  }

  @Test func theGroupThatSharesAFolderSharesItsLocks() throws {
    chmod(folder.path, 0o2770)
    let lock = try #require(try Lock.attempt(name))
    var status = stat()
    #expect(stat(name, &status) == 0 && status.st_mode & 0o777 == 0o660)
    withExtendedLifetime(lock) {}
  }

  @Test func moreThanTheLimitIsNotRead() throws {
    try put(.link)
    #expect(try PlainFile.contents(victim, limit: 4) == Data("keep".utf8))
    let error = #expect(throws: FileError.self) { try PlainFile.contents(victim, limit: 3) }
    #expect(error?.description == "cannot read \(victim): it is larger than 0 MiB")
    #expect(try PlainFile.contents("\(folder.path)/none") == nil)
  }
}

/// A folder that is gone when the test is.
final class Scratch: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "kiln-\(UUID().uuidString)").path

  init() { mkdir(path, 0o755) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
