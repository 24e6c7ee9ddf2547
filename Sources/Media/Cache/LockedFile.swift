internal import Files
private import Glibc

/// Opens a file for appending, made when it is not there, and locks it; waits while another holds it. Blocks.
///
/// The lock goes with the descriptor, also when the process is killed.
/// - Parameter cancelled: asked while waiting.
/// - Returns: the descriptor, which the caller closes.
/// - Throws: `MediaError.file`, also for a link or another user's file; or `CancellationError`.
func openLocked(_ path: String, cancelled: () -> Bool) throws -> CInt {
  while !cancelled() {
    let descriptor = try filing(path) { () throws(FileError) in try PlainFile.openOrCreate(path, isLog: true)
    }
    // Its previous holder may have renamed or removed it meanwhile: then nobody else will find this one.
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, FileSystem.isOpen(path, as: descriptor) {
      return descriptor
    }
    close(descriptor)
    usleep(50_000)
  }
  throw CancellationError()
}
