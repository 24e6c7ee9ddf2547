private import CArchive
public import Foundation

/// Writes an archive, entry by entry, in the order they are added.
///
/// Owns one libarchive handle. The same entries make the same bytes, except in ISO 9660, which holds the time
/// it was written. Calls block; not for use from two threads at once.
public final class ArchiveWriter {
  public enum Format: Hashable, Sendable {
    /// POSIX ustar, with pax headers (POSIX.1-2001) only where it cannot hold an entry.
    case tar
    /// cpio "newc", the kernel's initramfs format (Linux, `Documentation/driver-api/early-userspace/buffer-format.rst`).
    case cpio
    /// ISO 9660 with Rock Ridge and Joliet.
    case iso9660(volume: String)
  }

  public enum Compression: Hashable, Sendable {
    case none
    case gzip
    /// gzip's frame around bytes that are not compressed: for what is compressed already.
    case stored
    case xz
  }

  private let name: String
  private let handle: OpaquePointer
  private let entry: OpaquePointer
  private let sink = Sink()

  /// Writes to a file.
  public convenience init(path: String, format: Format, compression: Compression = .none) throws {
    try self.init(name: path, format: format, compression: compression)
    try check(archive_write_open_filename(handle, path))
  }

  /// Writes to an open descriptor, which stays the caller's to close.
  /// - Parameter name: What it is called in errors.
  public convenience init(descriptor: Int32, name: String, format: Format) throws {
    try self.init(name: name, format: format, compression: .none)
    try check(archive_write_open_fd(handle, descriptor))
  }

  /// Writes to memory; ``finish()`` returns the bytes.
  public convenience init(format: Format, compression: Compression = .none) throws {
    try self.init(name: "new archive", format: format, compression: compression)
    try check(
      archive_write_open(
        handle, Unmanaged.passUnretained(sink).toOpaque(), nil,
        { _, context, bytes, count in
          guard let context, let bytes else { return -1 }
          let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
          sink.data.append(bytes.assumingMemoryBound(to: UInt8.self), count: count)
          return count
        }, nil))
  }

  private init(name: String, format: Format, compression: Compression) throws {
    guard let handle = archive_write_new(), let entry = archive_entry_new() else {
      throw ArchiveError.library(archive: name, reason: "out of memory")
    }
    self.name = name
    self.handle = handle
    self.entry = entry
    try check(setUp(format))
    try compress(compression)
    // No padding to a tape's blocks.
    try check(archive_write_set_bytes_in_last_block(handle, 1))
  }

  deinit {
    archive_entry_free(entry)
    archive_write_free(handle)
  }

  /// Adds an entry whose data is in memory.
  public func add(_ entry: ArchiveEntry, data: Data = Data()) throws {
    var entry = entry
    entry.size = Int64(data.count)
    try writeHeader(entry)
    if entry.kind == .file { try data.withUnsafeBytes(write) }
  }

  /// Adds an entry whose data is a file's content.
  public func add(_ entry: ArchiveEntry, contentsOf path: String) throws {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? file.close() }
    var entry = entry
    entry.size = Int64(try file.seekToEnd())
    try file.seek(toOffset: 0)
    try writeHeader(entry)
    while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
      try piece.withUnsafeBytes(write)
    }
  }

  /// Adds an entry whose data comes a piece at a time.
  /// - Parameters:
  ///   - entry: Its size is that of all pieces together, holes included.
  ///   - pieces: Hands each piece to the closure that it is given; a hole as zeros, which are left out.
  public func add(
    _ entry: ArchiveEntry, pieces: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    try writeHeader(entry)
    try pieces(write)
  }

  /// Writes the archive's end. Call it once, last.
  /// - Returns: The archive, if it was written to memory; else nothing.
  @discardableResult
  public func finish() throws -> Data {
    try check(archive_write_close(handle))
    return sink.data
  }

  private func compress(_ compression: Compression) throws {
    switch compression {
    case .none: return
    case .gzip, .stored:
      try check(archive_write_add_filter_gzip(handle))
      let level = compression == .stored ? ",gzip:compression-level=0" : ""
      try check(archive_write_set_options(handle, "gzip:!timestamp\(level)"))
    case .xz: try check(archive_write_add_filter_xz(handle))
    }
  }

  private func setUp(_ format: Format) -> CInt {
    switch format {
    case .tar: archive_write_set_format_pax_restricted(handle)
    case .cpio: archive_write_set_format_cpio_newc(handle)
    case .iso9660(let volume):
      min(
        archive_write_set_format_iso9660(handle),
        archive_write_set_format_option(handle, "iso9660", "volume-id", volume))
    }
  }

  private func writeHeader(_ value: ArchiveEntry) throws {
    guard value.kind != .special else {
      throw ArchiveError.refused(archive: name, entry: value.path, reason: "special files are not written")
    }
    try withUTF8Names {
      value.fill(entry)
      try check(archive_write_header(handle, entry))
    }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    guard archive_write_data(handle, bytes.baseAddress, bytes.count) == bytes.count else {
      throw libraryError(name, handle)
    }
  }

  private func check(_ status: CInt) throws {
    if status != ARCHIVE_OK { throw libraryError(name, handle) }
  }
}

/// Collects what libarchive writes.
private final class Sink {
  var data = Data()
}
