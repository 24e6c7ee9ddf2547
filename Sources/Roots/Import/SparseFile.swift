import Files
import Foundation
import Machine

/// A file in the making whose stretches of zeros take no room on the host.
final class SparseFile {
  private let handle: FileHandle
  private let limit: UInt64
  private let name: String
  private var size: UInt64 = 0

  /// - Parameters:
  ///   - limit: bytes; more is an error.
  ///   - name: what the bytes come from, for messages.
  init(_ path: String, limit: UInt64, name: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw FileError.system("cannot write \(path)", path) }
    self.handle = handle
    self.limit = limit
    self.name = name
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard UInt64(bytes.count) <= limit - size else {
      throw UnusableImage(
        name: name,
        reason: "it unpacks to more than \(limit >> 20) MiB, for which the system disk has no room")
    }
    size += UInt64(bytes.count)
    if bytes.allSatisfy({ $0 == 0 }) {
      try handle.seek(toOffset: size)
    } else {
      try handle.write(contentsOf: bytes)
    }
  }

  /// Must be called last: it gives the file its size.
  func close() throws {
    try handle.truncate(atOffset: size)
    try handle.close()
  }
}
