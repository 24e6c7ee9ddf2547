public import Foundation

/// Unpacks a gzip, bzip2, xz or zstd stream; other bytes come back as they are.
/// - Parameter name: What it is called in errors.
/// - Throws: `ArchiveError`, also when it unpacks to more than `limit` bytes.
public func decompress(_ bytes: Data, name: String, limit: Int = 1 << 30) throws -> Data {
  guard !bytes.isEmpty else { return bytes }
  let reader = try ArchiveReader(.bytes(bytes as NSData), name: name, limits: .init(), format: .stream)
  return try reader.next() == nil ? Data() : reader.data(limit: limit)
}

/// Unpacks a gzip, bzip2, xz or zstd file a piece at a time; another file's bytes are handed on as they are.
public func decompress(file path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
  let reader = try ArchiveReader(.file(path), name: path, limits: .init(), format: .stream)
  if try reader.next() != nil { try reader.forEachPiece(body) }
}
