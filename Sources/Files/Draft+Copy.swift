import Foundation

extension Draft {
  /// Makes its bytes those of another file.
  ///
  /// What is zero takes no room. Where the file system can, it shares them until one of the two is changed (ioctl_ficlone(2)).
  /// - Parameter onBytes: told of all bytes, in order.
  public func fill(from source: String, onBytes: (UnsafeRawBufferPointer) -> Void) throws(FileError) {
    let input = open(source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard input >= 0 else { throw .system("cannot open \(source)", source) }
    defer { close(input) }
    var status = stat()
    guard fstat(input, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError("cannot read \(source)", reason: "it is no plain file")
    }
    let isShared = share(input)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
    defer { buffer.deallocate() }
    while true {
      let count = read(input, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system("cannot read \(source)", source) }
      guard count > 0 else { return }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      onBytes(bytes)
      if !isShared { try appendSparsely(bytes) }
    }
  }
}
