private import Files
private import Foundation
private import Synchronization

/// A folder for one piece of work, held by one process at a time and gone afterwards.
///
/// Its name is that of the work, so that what a killed process left is found and emptied by the next one.
final class ScratchFolder: Sendable {
  let path: String
  private let lock: Mutex<Lock?>

  private init(_ path: String, _ lock: Lock) throws(MediaError) {
    self.path = path
    self.lock = Mutex(lock)
    try? FileManager.default.removeItem(atPath: path)
    try Self.makeFolder(path)
  }

  /// Waits until no other process holds it.
  /// - Throws: `MediaError.file`, or `CancellationError`.
  static func make(_ path: String) async throws -> ScratchFolder {
    try makeFolder(path)
    do {
      return try ScratchFolder(path, await Lock.acquire("\(path).lock") { _ in })
    } catch let error as FileError {
      throw MediaError.file(path: path, reason: error.reason, code: error.code)
    }
  }

  deinit { discard() }

  /// Removes the folder and lets go of it: now, where whoever still holds this object would put that off.
  func discard() {
    lock.withLock { lock in
      guard lock != nil else { return }
      try? FileManager.default.removeItem(atPath: path)
      lock = nil
    }
  }

  private static func makeFolder(_ path: String) throws(MediaError) {
    try filing(path) { () throws(FileError) in try FileSystem.makeFolder(path) }
  }
}
