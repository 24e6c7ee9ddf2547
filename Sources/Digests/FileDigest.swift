private import Glibc

/// Feeds a file through a digest, a piece at a time. What is no plain file is refused: a FIFO would be waited for, a device read
/// without end.
func digest(_ algorithm: Algorithm, file path: String) throws(DigestError) -> String {
  let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else { throw unreadable(path) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw .unreadable(path: path, reason: "it is no plain file")
  }
  let context = try DigestContext(algorithm)
  // One page is enough for most files of a recipe, and a large buffer pays off only for a large file.
  let size = Int(status.st_size)
  let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: min(max(size, 4096), 1 << 18), alignment: 16)
  defer { buffer.deallocate() }
  // Only a file that takes less room than it has bytes can have holes.
  let isSparse = size > buffer.count && Int(status.st_blocks) * 512 < size
  var isAtHole = isSparse
  while true {
    if isAtHole { try digestHole(of: descriptor, path, context) }
    let count = read(descriptor, buffer.baseAddress, buffer.count)
    if count == 0 { return try context.finish() }
    if count > 0 {
      try context.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      isAtHole = isSparse && buffer[count - 1] == 0
    } else if errno != EINTR {
      throw unreadable(path)
    }
  }
}

private let zeros = [UInt8](repeating: 0, count: 1 << 20)

/// Where the file goes on with a hole, feeds its zeros without reading them, and moves on to the data after it.
private func digestHole(
  of descriptor: Int32, _ path: String, _ context: DigestContext
) throws(DigestError) {
  let start = lseek(descriptor, 0, SEEK_CUR)
  let end = Holes.data(in: descriptor, from: start)
  guard start >= 0, lseek(descriptor, end, SEEK_SET) >= 0 else { throw unreadable(path) }
  var left = end - start
  while left > 0 {
    let count = min(left, zeros.count)
    try context.update(zeros, count: count)
    left -= count
  }
}

private func unreadable(_ path: String) -> DigestError {
  let code = errno
  return .unreadable(path: path, reason: String(cString: strerror(code)), code: code)
}

/// Holes of a sparse file: stretches that read as zeros and take no room; lseek(2), "Seeking file data and holes".
///
/// A file system that knows nothing of holes has none. The descriptor's position is changed.
public enum Holes {
  /// include/uapi/linux/fs.h; the C library declares them for GNU's own sources only.
  private static let seekData: Int32 = 3
  private static let seekHole: Int32 = 4

  /// Where the next data is at or after a place; the file's size where there is none.
  public static func data(in descriptor: Int32, from start: Int) -> Int {
    let place = lseek(descriptor, start, seekData)
    if place >= 0 { return place }
    return errno == ENXIO ? max(start, lseek(descriptor, 0, SEEK_END)) : start
  }

  /// Where the next hole is at or after a place; the file's size where there is none.
  public static func hole(in descriptor: Int32, from start: Int) -> Int {
    let place = lseek(descriptor, start, seekHole)
    return place >= 0 ? place : max(start, lseek(descriptor, 0, SEEK_END))
  }
}
