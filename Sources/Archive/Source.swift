private import CArchive
internal import Foundation

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
