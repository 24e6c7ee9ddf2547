private import Glibc

/// Feeds a file through a digest, a piece at a time.
func digest(_ algorithm: Algorithm, file path: String) throws(DigestError) -> String {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw unreadable(path) }
  defer { close(descriptor) }
  let context = try DigestContext(algorithm)
  // One page is enough for most files of a recipe, and a large buffer pays off only for a large file.
  var status = stat()
  let size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: min(max(size, 4096), 1 << 18), alignment: 16)
  defer { buffer.deallocate() }
  while true {
    let count = read(descriptor, buffer.baseAddress, buffer.count)
    if count == 0 { return try context.finish() }
    if count > 0 {
      try context.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    } else if errno != EINTR {
      throw unreadable(path)
    }
  }
}

private func unreadable(_ path: String) -> DigestError {
  .unreadable(path: path, reason: String(cString: strerror(errno)))
}
