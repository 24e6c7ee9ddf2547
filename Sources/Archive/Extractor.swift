private import CArchive
private import Foundation

extension ArchiveReader {
  /// Extracts what is left of the archive into a folder, which is made if it is missing.
  ///
  /// Owners, set-id bits and special files are not made. Nothing is written outside the folder, nor through a
  /// symbolic link; a link that leads out of it is refused.
  /// - Parameter condition: Which entries to extract; all by default.
  /// - Throws: `ArchiveError`; what was extracted before stays.
  public func extract(to folder: String, where condition: (ArchiveEntry) throws -> Bool = { _ in true })
    throws
  {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let extractor = try Extractor(reader: self, folder: folder)
    while let entry = try next() {
      if try condition(entry) { try extractor.extract(entry) }
    }
    try extractor.finish()
  }
}

/// Writes entries below a folder; owns libarchive's disk writer.
private final class Extractor {
  private let reader: ArchiveReader
  private let folder: String
  private let disk: OpaquePointer
  private let entry: OpaquePointer

  init(reader: ArchiveReader, folder: String) throws {
    guard let disk = archive_write_disk_new(), let entry = archive_entry_new() else {
      throw ArchiveError.library(archive: reader.name, reason: "out of memory")
    }
    self.reader = reader
    // Resolved, so that only links inside the folder are in the way.
    self.folder = URL(filePath: folder).resolvingSymlinksInPath().path
    self.disk = disk
    self.entry = entry
    archive_write_disk_set_options(
      disk,
      ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_SECURE_SYMLINKS
        | ARCHIVE_EXTRACT_SECURE_NODOTDOT)
  }

  deinit {
    archive_entry_free(entry)
    archive_write_free(disk)
  }

  func extract(_ original: ArchiveEntry) throws {
    let safe = try placed(original)
    try withUTF8Names {
      safe.fill(entry)
      try check(archive_write_header(disk, entry))
    }
    if case .file = safe.kind {
      try reader.forEachPiece { piece in
        var rest = piece
        while !rest.isEmpty {
          let count = archive_write_data(disk, rest.baseAddress, rest.count)
          guard count > 0 else { throw libraryError(reader.name, disk) }
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
      }
    }
    try check(archive_write_finish_entry(disk))
  }

  /// Sets the times of folders, last.
  func finish() throws {
    try check(archive_write_close(disk))
  }

  /// The entry with its paths below the folder, or an error if it must not be there.
  private func placed(_ original: ArchiveEntry) throws -> ArchiveEntry {
    func refuse(_ reason: String) -> ArchiveError {
      .refused(archive: reader.name, entry: original.path, reason: reason)
    }
    guard let path = SafePath(original.path) else { throw refuse("the path leaves the folder") }
    var result = original
    result.path = absolute(path)
    result.mode &= 0o777
    switch original.kind {
    case .file, .folder: break
    case .special: throw refuse("it is a device, socket or named pipe")
    case .symbolicLink(let target):
      guard path.allowsLink(to: target) else { throw refuse("it links to '\(target)', outside the folder") }
    case .hardLink(let target):
      guard let target = SafePath(target) else { throw refuse("it links to '\(target)', outside the folder") }
      result.kind = .hardLink(target: absolute(target))
    }
    return result
  }

  private func absolute(_ path: SafePath) -> String {
    ([folder[...]] + path.parts).joined(separator: "/")
  }

  private func check(_ status: CInt) throws {
    if status < ARCHIVE_WARN { throw libraryError(reader.name, disk) }
  }
}

/// A path in an archive that stays inside the folder it is extracted to.
struct SafePath {
  /// Without `.`, empty parts or a slash at the end; empty for the folder itself.
  let parts: [Substring]

  /// Nil when the path is absolute, empty, or has a `..` part.
  init?(_ path: String) {
    guard !path.isEmpty, !path.hasPrefix("/"), !path.utf8.contains(0) else { return nil }
    parts = path.split(separator: "/").filter { $0 != "." }
    guard !parts.contains("..") else { return nil }
  }

  /// Whether a symbolic link here, with this target, leads to something inside the folder.
  func allowsLink(to target: String) -> Bool {
    guard !target.isEmpty, !target.hasPrefix("/") else { return false }
    var depth = parts.count - 1
    for part in target.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return false }
    }
    return true
  }
}
