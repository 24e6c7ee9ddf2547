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
    try writeAll(bytes, to: descriptor, path: path)
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

/// Writes all bytes, however many calls it takes.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt, path: String) throws(MediaError) {
  var rest = bytes
  while !rest.isEmpty {
    let count = write(descriptor, rest.baseAddress, rest.count)
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { throw systemError(path) }
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
  }
}
