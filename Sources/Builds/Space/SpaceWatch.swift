import Failures
import Files
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
      let spaces = paths.compactMap(look)
      for space in spaces where space.bytes < floor {
        throw BuildError.noRoom(
          "less than --min-free (\(floor.mebibytes)) is left on the file system of \(space.path): \(space.bytes.mebibytes) are free",
          in: space.device == spaces[0].device ? nil : space.path)
      }
      try await Task.sleep(for: interval)
    }
  }
}

/// A file system with the bytes that are free on it.
struct FreeSpace: Sendable, Hashable {
  /// A path on it, as people know it.
  let path: String
  let bytes: UInt64
  /// Tells file systems apart.
  let device: UInt64

  /// Looks at the file system of a path, or where that is not made yet, of what is nearest above it.
  /// - Returns: nil when it cannot be asked.
  init?(at path: String) {
    var existing = URL(fileURLWithPath: path)
    while !FileSystem.exists(existing.path), existing.path != "/" { existing.deleteLastPathComponent() }
    var status = stat()
    guard let bytes = FileSystem.available(at: existing.path), stat(existing.path, &status) == 0 else {
      return nil
    }
    self.path = path
    self.bytes = bytes
    device = UInt64(status.st_dev)
  }

  init(path: String, bytes: UInt64, device: UInt64) {
    self.path = path
    self.bytes = bytes
    self.device = device
  }
}

extension UInt64 {
  /// Bytes as whole MiB, for messages.
  var mebibytes: String { "\(self >> 20) MiB" }
}
