/// Where Media reads and writes archives.
enum ArchiveAccess {
  /// Shows a file decompressed, whatever it is compressed with, piece by piece.
  static func decompress(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws { fatalError() }
  /// Shows each member of a cpio archive, compressed or not, in order.
  static func readMembers(of path: String, _ body: (ArchiveMember) throws -> Void) throws { fatalError() }
  enum Part { case control, data }
  static func readPackage(_ path: String, _ part: Part, _ body: (ArchiveMember) throws -> Void) throws { fatalError() }
  /// cpio newc
  static func cpio(_ files: [InitrdFile]) throws -> [UInt8] { fatalError() }
}
