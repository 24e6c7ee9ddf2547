internal import Glibc

/// A lock on what an open file stands for (flock(2)): shared by all that use it, or exclusive.
///
/// The kernel lets go of it with its process; nothing is left behind.
public final class FileLock: Sendable {
  public enum Kind: Sendable {
    case shared, exclusive
  }

  public enum Attempt: Sendable {
    case held(FileLock)
    /// Others hold it in a way that excludes this one.
    case busy
    /// There is no plain file of the name, or another one by now.
    case absent
  }

  /// Of the open file; closed with this object.
  public let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Locks a file that is there; does not wait.
  public static func attempt(_ path: String, _ kind: Kind) throws(FileError) -> Attempt {
    // Over NFS, an exclusive lock wants a descriptor that may write; flock(2).
    let flags = (kind == .shared ? O_RDONLY : O_RDWR) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let descriptor = open(path, flags)
    guard descriptor >= 0 else {
      // A link, a folder or a FIFO is none.
      if [ENOENT, ENOTDIR, ELOOP, EISDIR, ENXIO].contains(errno) { return .absent }
      throw .system("cannot open \(path)", path)
    }
    return try attempt(on: descriptor, of: path, kind)
  }

  /// Locks a file that was just opened; does not wait.
  ///
  /// - Parameter descriptor: closed by the lock; at once where there is none.
  public static func attempt(
    on descriptor: Int32, of path: String, _ kind: Kind = .exclusive
  ) throws(FileError) -> Attempt {
    let lock = FileLock(descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .absent }
    guard flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { return .busy }
      throw .system("cannot lock \(path)", path)
    }
    // Its last holder may have moved or removed it between the two calls.
    return lock.isStill(path) ? .held(lock) : .absent
  }

  /// Whether a name is still that of the locked file.
  public func isStill(_ path: String) -> Bool {
    var opened = stat()
    var named = stat()
    return fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0 && opened.st_ino == named.st_ino
      && opened.st_dev == named.st_dev
  }

  /// Sets the time of last use to now; that of another user's file, which may only be read, stays.
  public func noteUse() { futimens(descriptor, nil) }
}
