private import Glibc

/// What tells that a file has not been written since it was last read: any write, and any other file in its place, changes one
/// of these.
public struct FileStamp: Codable, Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
  /// Bytes.
  public let size: UInt64
  /// Nanoseconds since 1970; of the content, and of that or the inode.
  let modified: Int64
  let changed: Int64

  /// Whether it will tell of the next write: one in the very tick of the clock of the last leaves all of this as it is.
  public var isSettled: Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) - modified >= Self.longestTick
  }

  /// Nanoseconds: several ticks of the slowest kernels, which have a hundred a second.
  private static let longestTick: Int64 = 50_000_000

  /// nil for what is no plain file, nor a link to one.
  public init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = UInt64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
  }
}

/// What a name stood for when it was looked at: whatever takes its place, be it under a number that is used again, is another.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  /// Nanoseconds since 1970.
  private let changed: Int64

  /// Of the name itself where it is a link; nil where there is nothing.
  public init?(of path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
  }
}
