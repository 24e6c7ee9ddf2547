private import Glibc

/// Keeps downloads from filling a disk.
struct DiskRoom: Sendable {
  /// Bytes that must stay free.
  let minimum: Int64
  /// Asking the system for each piece would cost more than writing it.
  static let step: Int64 = 16 << 20

  /// - Parameters:
  ///   - path: a file on the disk.
  ///   - bytes: what is yet to be written.
  /// - Throws: `MediaError.noRoom` when less than the minimum would be left.
  func check(_ path: String, for bytes: Int64) throws(MediaError) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { throw systemError(path) }
    let free = Int64(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
    guard free >= minimum, bytes <= free - minimum else {
      throw .noRoom(path: path, needed: bytes, free: free, minimum: minimum)
    }
  }
}
