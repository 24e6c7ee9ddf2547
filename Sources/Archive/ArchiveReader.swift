private import CArchive
public import Foundation

/// Reads an archive from its beginning to its end: ISO 9660, tar, cpio, ar or zip, also compressed.
///
/// Owns one libarchive handle. Calls block; not for use from two threads at once.
public final class ArchiveReader {
  /// How much of a hostile or broken archive is read before it is refused.
  public struct Limits: Hashable, Sendable {
    public var entries: Int
    /// Of all data together, unpacked.
    public var bytes: Int64

    public init(entries: Int = 1_000_000, bytes: Int64 = 1 << 36) {
      self.entries = entries
      self.bytes = bytes
    }
  }

  /// What the archive is called in errors.
  let name: String
  private let handle: OpaquePointer
  private let limits: Limits
  private var entryCount = 0
  private var byteCount: Int64 = 0
  /// Holds what the handle reads from; a source that failed has the better reason.
  private let source: Source

  /// Opens a file.
  public convenience init(path: String, limits: Limits = Limits()) throws {
    try self.init(.file(path), name: path, limits: limits, format: .archive)
  }

  /// Reads an archive in memory.
  /// - Parameter name: What it is called in errors.
  public convenience init(bytes: Data, name: String, limits: Limits = Limits()) throws {
    try self.init(.bytes(bytes as NSData), name: name, limits: limits, format: .archive)
  }

  /// Reads an archive that is the current entry of another, such as `data.tar.xz` in a package.
  ///
  /// The other must not be advanced meanwhile.
  /// - Parameter name: What it is called in errors.
  public convenience init(
    currentEntryOf outer: ArchiveReader, name: String, limits: Limits = Limits()
  ) throws {
    try self.init(.entry(EntrySource(outer)), name: name, limits: limits, format: .archive)
  }

  init(_ source: Source, name: String, limits: Limits, format: Format) throws {
    guard let handle = archive_read_new() else {
      throw ArchiveError.library(archive: name, reason: "out of memory")
    }
    self.handle = handle
    self.name = name
    self.limits = limits
    self.source = source
    format.enable(on: handle)
    try check(source.open(handle))
  }

  deinit { archive_read_free(handle) }

  /// Goes on to the next entry, leaving out what is left of this one; nil at the end.
  public func next() throws -> ArchiveEntry? {
    var entry: OpaquePointer?
    return try withUTF8Names {
      let status = archive_read_next_header(handle, &entry)
      if status == ARCHIVE_EOF { return nil }
      // A warning is about an attribute that could not be kept; the entry itself is whole.
      if status != ARCHIVE_WARN { try check(status) }
      entryCount += 1
      guard entryCount <= limits.entries else {
        throw ArchiveError.tooLarge(archive: name, limit: "\(limits.entries) entries")
      }
      return entry.map(ArchiveEntry.init(handle:))
    }
  }

  /// Reads the next bytes of the current entry.
  /// - Returns: How many; 0 at the entry's end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = archive_read_data(handle, buffer.baseAddress, buffer.count)
    guard count >= 0 else { throw failure() }
    byteCount += Int64(count)
    guard byteCount <= limits.bytes else {
      throw ArchiveError.tooLarge(archive: name, limit: "\(limits.bytes) bytes")
    }
    return count
  }

  /// Hands the rest of the current entry to `body`, a piece at a time.
  public func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    defer { buffer.deallocate() }
    while case let count = try read(into: buffer), count > 0 {
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The rest of the current entry.
  /// - Throws: also `ArchiveError.tooLarge` when it is longer than `limit` bytes.
  public func data(limit: Int = 1 << 28) throws -> Data {
    var data = Data()
    try forEachPiece { piece in
      guard data.count + piece.count <= limit else {
        throw ArchiveError.tooLarge(archive: name, limit: "\(limit) bytes")
      }
      data.append(contentsOf: piece)
    }
    return data
  }

  private func check(_ status: CInt) throws {
    if status != ARCHIVE_OK { throw failure() }
  }

  private func failure() -> any Error {
    if case .entry(let outer) = source, let error = outer.failure { return error }
    return libraryError(name, handle)
  }
}

/// What libarchive says about its last failure.
func libraryError(_ archive: String, _ handle: OpaquePointer) -> ArchiveError {
  let reason = text(archive_error_string(handle))
  // Numbers of its own are negative; archive.h, "Error codes".
  let code = archive_errno(handle)
  return .library(
    archive: archive, reason: reason.isEmpty ? "unknown failure" : reason, code: code > 0 ? code : nil)
}

/// Where an archive's bytes come from.
enum Source {
  case file(String)
  /// `NSData`, whose bytes stay in one place while it lives.
  case bytes(NSData)
  case entry(EntrySource)

  /// Makes a reading handle use it; the handle must not outlive it.
  func open(_ handle: OpaquePointer) -> CInt {
    switch self {
    case .file(let path): archive_read_open_filename(handle, path, 1 << 17)
    case .bytes(let data): archive_read_open_memory(handle, data.bytes, data.length)
    case .entry(let source):
      archive_read_open(
        handle, Unmanaged.passUnretained(source).toOpaque(), nil,
        { _, context, buffer in
          guard let context, let buffer else { return -1 }
          return Unmanaged<EntrySource>.fromOpaque(context).takeUnretainedValue().read(buffer)
        }, nil)
    }
  }
}

/// The current entry of an archive, as the bytes of another.
final class EntrySource {
  private let outer: ArchiveReader
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  /// Why reading stopped.
  private(set) var failure: (any Error)?

  init(_ outer: ArchiveReader) { self.outer = outer }

  deinit { buffer.deallocate() }

  func read(_ target: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
    target.pointee = UnsafeRawPointer(buffer.baseAddress)
    do {
      return try outer.read(into: buffer)
    } catch {
      failure = error
      return -1
    }
  }
}

/// What is accepted.
enum Format {
  case archive
  /// A single compressed stream, as libarchive's "raw" format.
  case stream

  func enable(on handle: OpaquePointer) {
    // Each by name: "all" includes some for which libarchive would start other programs.
    archive_read_support_filter_gzip(handle)
    archive_read_support_filter_bzip2(handle)
    archive_read_support_filter_xz(handle)
    archive_read_support_filter_lzma(handle)
    archive_read_support_filter_zstd(handle)
    switch self {
    case .archive:
      archive_read_support_format_iso9660(handle)
      archive_read_support_format_tar(handle)
      archive_read_support_format_cpio(handle)
      archive_read_support_format_ar(handle)
      archive_read_support_format_zip(handle)
    case .stream:
      archive_read_support_format_raw(handle)
      // What unpacks to nothing is not raw to it.
      archive_read_support_format_empty(handle)
    }
  }
}

/// Unpacks a gzip, bzip2, xz or zstd stream; other bytes come back as they are.
/// - Parameter name: What it is called in errors.
/// - Throws: `ArchiveError`, also when it unpacks to more than `limit` bytes.
public func decompress(_ bytes: Data, name: String, limit: Int = 1 << 30) throws -> Data {
  guard !bytes.isEmpty else { return bytes }
  let reader = try ArchiveReader(.bytes(bytes as NSData), name: name, limits: .init(), format: .stream)
  return try reader.next() == nil ? Data() : reader.data(limit: limit)
}

/// Unpacks a gzip, bzip2, xz or zstd file a piece at a time; another file's bytes are handed on as they are.
public func decompress(
  file path: String, limits: ArchiveReader.Limits = .init(), _ body: (UnsafeRawBufferPointer) throws -> Void
) throws {
  let reader = try ArchiveReader(.file(path), name: path, limits: limits, format: .stream)
  if try reader.next() != nil { try reader.forEachPiece(body) }
}
