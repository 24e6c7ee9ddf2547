private import Glibc

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
