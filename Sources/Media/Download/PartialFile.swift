private import Glibc

/// A file on its way: written beside its place under a name of its own, and renamed into it when whole.
///
/// The lock on it lets two processes want the same file: the second waits, and finds the finished file.
final class PartialFile {
  let path: String
  let partialPath: String
  private let descriptor: CInt
  /// Bytes written so far.
  private(set) var length: Int64

  /// Opens what an earlier attempt left, or an empty file; waits while another holds it.
  /// - Parameter cancelled: asked while waiting.
  /// - Throws: `MediaError.file`, or `CancellationError`.
  init(for path: String, cancelled: () -> Bool) throws {
    self.path = path
    partialPath = path + ".part"
    descriptor = try openLocked(partialPath, cancelled: cancelled)
    var status = stat()
    length = fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
  }

  deinit { close(descriptor) }

  /// Shows every byte written so far to `body`, in order.
  func read(_ body: (UnsafeRawBufferPointer) -> Void) throws(MediaError) {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var offset: Int64 = 0
    while offset < length {
      let count = pread(descriptor, &buffer, buffer.count, off_t(offset))
      guard count > 0 else { throw systemError(partialPath) }
      buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      offset += Int64(count)
    }
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
    try writeAll(bytes, to: descriptor, path: partialPath)
    length += Int64(bytes.count)
  }

  func empty() throws(MediaError) {
    guard ftruncate(descriptor, 0) == 0 else { throw systemError(partialPath) }
    length = 0
  }

  /// Puts the file in its place, durably.
  func commit() throws(MediaError) {
    guard fsync(descriptor) == 0 else { throw systemError(partialPath) }
    guard rename(partialPath, path) == 0 else { throw systemError(path) }
    try syncFolder(of: path)
  }

  func remove() { unlink(partialPath) }
}

/// Makes a rename within the folder of `path` durable.
private func syncFolder(of path: String) throws(MediaError) {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0, fsync(descriptor) == 0 else { throw systemError(folder) }
  close(descriptor)
}
