import Failures
import Foundation
import Planning

/// Watches the room for a build while it runs: a build that is ended in order loses less than one whose disks fail.
struct SpaceWatch: Sendable {
  let paths: [String]
  /// Bytes that must stay free; 0 watches nothing.
  let floor: UInt64
  var interval = Duration.seconds(1)
  var look: @Sendable (String) -> FreeSpace? = { FreeSpace(at: $0) }

  /// Does the work, and cancels it when the room runs out.
  ///
  /// - Throws: `BuildError`, and what the work throws.
  func guarding<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    guard floor > 0 else { return try await work() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await waitForShortage()
        return nil
      }
      defer { group.cancelAll() }
      // Whichever comes first: the work's end, or the error that ends it.
      while let value = try await group.next() { if let value { return value } }
      throw CancellationError()
    }
  }

  private func waitForShortage() async throws {
    while true {
      for space in paths.compactMap(look) where space.bytes < floor {
        throw BuildError.noRoom(
          "the file system of \(space.path) is full: \(space.bytes.mebibytes) are free")
      }
      try await Task.sleep(for: interval)
    }
  }
}
