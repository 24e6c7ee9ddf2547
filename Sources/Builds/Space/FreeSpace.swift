import Files
import Foundation

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
