import Files
import Foundation

/// A lock on what a file stands for (flock(2)): shared by all that use it, exclusive for who frees it.
///
/// The kernel lets go of it with its process; nothing is left behind.
public final class UseLock: Sendable {
  enum Kind {
    case shared, exclusive
  }

  enum Attempt {
    case held(UseLock)
    /// Others hold it in a way that excludes this one.
    case busy
    case absent
  }

  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  static func attempt(_ path: String, _ kind: Kind) throws -> Attempt {
    // Over NFS, an exclusive lock wants a descriptor that may write; flock(2).
    let flags = (kind == .shared ? O_RDONLY : O_RDWR) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let descriptor = open(path, flags)
    guard descriptor >= 0 else {
      // A record that is a link, a folder or a FIFO is none.
      if [ENOENT, ENOTDIR, ELOOP, EISDIR, ENXIO].contains(errno) { return .absent }
      throw FileError.system("cannot open \(path)", path)
    }
    let lock = UseLock(descriptor: descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .absent }
    guard flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { return .busy }
      throw FileError.system("cannot lock \(path)", path)
    }
    // It may have been moved away between the two calls.
    return lock.isStill(path) ? .held(lock) : .absent
  }

  /// Sets the time of last use to now; that of another user's file, which may only be read, stays.
  func noteUse() { futimens(descriptor, nil) }

  func isStill(_ path: String) -> Bool { FileSystem.isOpen(path, as: descriptor) }
}
