private import Glibc

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
