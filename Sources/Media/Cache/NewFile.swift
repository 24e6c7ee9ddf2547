internal import Digests
private import Files
private import Glibc

/// A file being written in one go, with its digest.
final class NewFile {
  let path: String
  private let descriptor: CInt
  private let digest = SHA256Stream()
  /// Bytes written so far.
  private(set) var length: Int64 = 0

  /// Opens an empty file; what was there is lost.
  init(_ path: String) throws(MediaError) {
    self.path = path
    descriptor = try filing(path) { () throws(FileError) in try PlainFile.replace(path) }
  }

  deinit { close(descriptor) }

  func append(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
    try filing(path) { () throws(FileError) in try PlainFile.write(bytes, to: descriptor, of: path) }
    digest.update(bytes)
    length += Int64(bytes.count)
  }

  /// Makes it durable.
  /// - Returns: its digest. Call it once, last.
  func finish() throws(MediaError) -> String {
    guard fsync(descriptor) == 0 else { throw systemError(path) }
    return digest.finish()
  }
}
