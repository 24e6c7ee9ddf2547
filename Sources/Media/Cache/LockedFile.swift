private import Glibc

/// Opens a file for appending, made when it is not there, and locks it; waits while another holds it. Blocks.
///
/// The lock goes with the descriptor, also when the process is killed.
/// - Parameter cancelled: asked while waiting.
/// - Returns: the descriptor, which the caller closes.
/// - Throws: `MediaError.file`, or `CancellationError`.
func openLocked(_ path: String, cancelled: () -> Bool) throws -> CInt {
  while !cancelled() {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0o644)
    guard descriptor >= 0 else { throw systemError(path) }
    var mine = stat()
    var current = stat()
    // Its previous holder may have renamed or removed it meanwhile: then nobody else will find this one.
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &mine) == 0,
      stat(path, &current) == 0, mine.st_ino == current.st_ino
    {
      return descriptor
    }
    close(descriptor)
    usleep(50_000)
  }
  throw CancellationError()
}
