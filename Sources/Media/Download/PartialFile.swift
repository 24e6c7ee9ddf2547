internal import Files
private import Glibc

/// A file on its way: written beside its place under a name of its own, and renamed into it when whole.
///
/// The lock on it lets two processes want the same file: the second waits, and finds the finished file.
final class PartialFile {
  let path: String
  let partialPath: String
  private let lock: FileLock
  /// Bytes written so far.
  private(set) var length: Int64

  /// Opens what an earlier attempt left, or an empty file; waits while another holds it.
  /// - Parameter cancelled: asked while waiting.
  /// - Throws: `MediaError.file`, or `CancellationError`.
  init(for path: String, cancelled: () -> Bool) throws {
    self.path = path
    partialPath = path + ".part"
    lock = try Self.lock(partialPath, cancelled: cancelled)
    var status = stat()
    length = fstat(lock.descriptor, &status) == 0 ? Int64(status.st_size) : 0
  }

  private var descriptor: CInt { lock.descriptor }

  /// Its last holder may rename or remove it meanwhile: then another file is made.
  private static func lock(_ path: String, cancelled: () -> Bool) throws -> FileLock {
    while !cancelled() {
      let attempt = try filing(path) { () throws(FileError) in
        try FileLock.attempt(on: PlainFile.openOrCreate(path, isLog: true), of: path)
      }
      if case .held(let lock) = attempt { return lock }
      usleep(50_000)
    }
    throw CancellationError()
  }

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
    try filing(partialPath) { () throws(FileError) in
      try PlainFile.write(bytes, to: descriptor, of: partialPath)
    }
    length += Int64(bytes.count)
  }

  func empty() throws(MediaError) {
    guard ftruncate(descriptor, 0) == 0 else { throw systemError(partialPath) }
    length = 0
  }

  /// Puts the file in its place, durably.
  func commit() throws(MediaError) {
    try filing(path) { () throws(FileError) in try FileSystem.commit(partialPath, to: path) }
  }

  func remove() { unlink(partialPath) }
}
