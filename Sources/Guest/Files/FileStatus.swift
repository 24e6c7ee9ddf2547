/// What a file system knows of a regular file beside its bytes.
struct FileStatus: Hashable, Sendable {
  /// Bytes.
  let size: Int64
  /// Names.
  let links: Int64
  /// Permission bits.
  let mode: UInt16
  let user: Int32
  let group: Int32
}
