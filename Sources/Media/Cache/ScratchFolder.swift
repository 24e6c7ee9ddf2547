private import Files
private import Foundation
private import Synchronization

/// A folder for one piece of work, held by one process at a time and gone afterwards.
///
/// Its name is that of the work, so that what a killed process left is found and emptied by the next one.
final class ScratchFolder: Sendable {
  let path: String
  private let descriptor: CInt
  private let isHeld = Mutex(true)

  /// Waits until no other process holds it. Blocks.
  /// - Throws: `MediaError.file`, or `CancellationError`.
  init(_ path: String, cancelled: () -> Bool) throws {
    self.path = path
    try Self.makeFolder(path)
    descriptor = try openLocked(path + ".lock", cancelled: cancelled)
    try? FileManager.default.removeItem(atPath: path)
    try Self.makeFolder(path)
  }

  deinit { discard() }

  /// Removes the folder and lets go of it: now, where whoever still holds this object would put that off.
  func discard() {
    isHeld.withLock { isHeld in
      guard isHeld else { return }
      isHeld = false
      try? FileManager.default.removeItem(atPath: path)
      unlink(path + ".lock")
      close(descriptor)
    }
  }

  private static func makeFolder(_ path: String) throws(MediaError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .file(path: path, reason: error.localizedDescription, code: systemCode(of: error))
    }
  }
}

extension ScratchFolder {
  private static let waiters = BlockingPool(limit: 8)

  /// Waits for the folder on a thread of its own.
  static func make(_ path: String) async throws -> ScratchFolder {
    let flag = CancellationFlag()
    return try await withTaskCancellationHandler {
      try await waiters.run { try ScratchFolder(path) { flag.isSet } }
    } onCancel: {
      flag.set()
    }
  }
}
