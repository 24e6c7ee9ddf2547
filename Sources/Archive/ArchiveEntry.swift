private import CArchive
private import Glibc

/// One entry of an archive, without its data.
public struct ArchiveEntry: Hashable, Sendable {
  /// The kinds of entry; a link holds its target as written.
  public enum Kind: Hashable, Sendable {
    case file
    case folder
    case symbolicLink(target: String)
    /// Another name of an entry that came before.
    case hardLink(target: String)
    /// A device, socket or named pipe.
    case special
  }

  /// What a special entry may be.
  public enum Special: Hashable, Sendable {
    case namedPipe
    case device(isBlock: Bool, major: UInt32, minor: UInt32)
  }

  /// As written in the archive, such as `./usr/bin/env`, but without a slash at the end; bytes that are not
  /// UTF-8 are replaced.
  public var path: String
  public var kind: Kind
  /// Bytes of data; 0 for anything but a file.
  public var size: Int64
  /// Permission bits, with set-user-id, set-group-id and sticky.
  public var mode: UInt16
  public var uid: Int64
  public var gid: Int64
  /// Seconds since 1970.
  public var modified: Int64
  /// Of the second in which it was modified; read, and not written.
  public var nanoseconds = 0
  /// What a special entry is; read, and not written.
  public var special: Special?
  /// Extended attributes by name.
  public var extendedAttributes: [String: [UInt8]]
  /// Where a file has data, when the rest is holes; written to a tar, and not read.
  public var dataRegions: [Range<Int64>]?

  /// The defaults make an archive that is the same wherever and whenever it is written.
  public init(
    path: String,
    kind: Kind,
    size: Int64 = 0,
    mode: UInt16,
    uid: Int64 = 0,
    gid: Int64 = 0,
    modified: Int64 = 0,
    extendedAttributes: [String: [UInt8]] = [:],
    dataRegions: [Range<Int64>]? = nil
  ) {
    self.path = path
    self.kind = kind
    self.size = size
    self.mode = mode
    self.uid = uid
    self.gid = gid
    self.modified = modified
    self.extendedAttributes = extendedAttributes
    self.dataRegions = dataRegions
  }
}

/// The types of `stat(2)`; libarchive's own macros for them are not imported.
private enum FileType {
  static let regular: mode_t = 0o100000
  static let folder: mode_t = 0o040000
  static let link: mode_t = 0o120000
  static let pipe: mode_t = 0o010000
  static let characterDevice: mode_t = 0o020000
  static let blockDevice: mode_t = 0o060000
}

extension ArchiveEntry {
  /// Reads libarchive's `struct archive_entry`. Call it inside ``withUTF8Names(_:)``.
  init(handle: OpaquePointer) {
    self.init(
      path: withoutSlash(text(archive_entry_pathname(handle))),
      kind: Kind(handle: handle),
      size: archive_entry_size(handle),
      mode: UInt16(truncatingIfNeeded: archive_entry_perm(handle)),
      uid: archive_entry_uid(handle),
      gid: archive_entry_gid(handle),
      modified: Int64(archive_entry_mtime(handle)),
      extendedAttributes: Self.extendedAttributes(of: handle))
    nanoseconds = Int(archive_entry_mtime_nsec(handle))
    if kind == .special { special = Special(handle: handle) }
  }

  private static func extendedAttributes(of handle: OpaquePointer) -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    _ = archive_entry_xattr_reset(handle)
    var name: UnsafePointer<CChar>?
    var value: UnsafeRawPointer?
    var count = 0
    while archive_entry_xattr_next(handle, &name, &value, &count) == ARCHIVE_OK {
      found[text(name)] = [UInt8](UnsafeRawBufferPointer(start: value, count: count))
    }
    return found
  }

  /// Fills libarchive's `struct archive_entry`. Call it inside ``withUTF8Names(_:)``.
  func fill(_ handle: OpaquePointer) {
    archive_entry_clear(handle)
    archive_entry_set_pathname(handle, path)
    archive_entry_set_perm(handle, mode_t(mode))
    archive_entry_set_uid(handle, uid)
    archive_entry_set_gid(handle, gid)
    archive_entry_set_mtime(handle, time_t(modified), 0)
    archive_entry_set_size(handle, kind == .file ? size : 0)
    switch kind {
    case .file, .special: archive_entry_set_filetype(handle, FileType.regular)
    case .folder: archive_entry_set_filetype(handle, FileType.folder)
    case .symbolicLink(let target):
      archive_entry_set_filetype(handle, FileType.link)
      archive_entry_set_symlink(handle, target)
    case .hardLink(let target):
      archive_entry_set_filetype(handle, FileType.regular)
      archive_entry_set_hardlink(handle, target)
    }
    fillMetadata(handle)
  }

  private func fillMetadata(_ handle: OpaquePointer) {
    for (name, value) in extendedAttributes.sorted(by: { $0.key < $1.key }) {
      archive_entry_xattr_add_entry(handle, name, value, value.count)
    }
    guard kind == .file, let dataRegions else { return }
    // One without a length stands for a file that is nothing but a hole; libarchive's own reader does the same.
    let regions = dataRegions.isEmpty ? [0..<0] : dataRegions
    for region in regions {
      archive_entry_sparse_add_entry(handle, region.lowerBound, region.upperBound - region.lowerBound)
    }
  }
}

extension ArchiveEntry.Special {
  fileprivate init?(handle: OpaquePointer) {
    switch archive_entry_filetype(handle) {
    case FileType.pipe: self = .namedPipe
    case let type where type == FileType.characterDevice || type == FileType.blockDevice:
      self = .device(
        isBlock: type == FileType.blockDevice,
        major: UInt32(truncatingIfNeeded: archive_entry_rdevmajor(handle)),
        minor: UInt32(truncatingIfNeeded: archive_entry_rdevminor(handle)))
    default: return nil
    }
  }
}

extension ArchiveEntry.Kind {
  fileprivate init(handle: OpaquePointer) {
    if let target = archive_entry_hardlink(handle) {
      self = .hardLink(target: text(target))
      return
    }
    switch archive_entry_filetype(handle) {
    case FileType.regular: self = .file
    case FileType.folder: self = .folder
    case FileType.link: self = .symbolicLink(target: text(archive_entry_symlink(handle)))
    // The members of an ar archive may have no type of their own.
    case 0: self = .file
    default: self = .special
    }
  }
}

/// tar marks a folder with a slash at the end, the other formats do not.
private func withoutSlash(_ path: String) -> String {
  path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
}

/// A C string's UTF-8; empty for none.
func text(_ string: UnsafePointer<CChar>?) -> String {
  string.map { String(cString: $0) } ?? ""
}

private struct Locale: @unchecked Sendable {
  // Unchecked: a locale_t is immutable, and this one lives as long as the process.
  let handle: locale_t?
}

private let utf8 = Locale(handle: newlocale(1 << LC_CTYPE, "C.UTF-8", nil))

/// Calls libarchive with UTF-8 names, on this thread only, whatever locale the program runs in.
///
/// libarchive converts the names of pax and Joliet to the locale's; in the C locale that loses all but ASCII.
func withUTF8Names<Value>(_ body: () throws -> Value) rethrows -> Value {
  guard let locale = utf8.handle else { return try body() }
  let previous = uselocale(locale)
  defer { uselocale(previous) }
  return try body()
}
