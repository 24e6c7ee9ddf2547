internal import Archive

/// A file, folder or link of an archive, shown while the archive is read; its content can be read once, then.
struct ArchiveMember {
  let entry: ArchiveEntry
  /// Relative to the archive's root, without `./` before or a slash behind it.
  let path: String
  private let reader: ArchiveReader

  /// The member at which the reader is.
  init(_ entry: ArchiveEntry, of reader: ArchiveReader) {
    self.entry = entry
    self.reader = reader
    path = entry.path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  var isFile: Bool { entry.kind == .file }

  /// The whole content.
  func read() throws -> [UInt8] { [UInt8](try reader.data()) }

  /// Adds the content to a file.
  func copy(to file: NewFile) throws {
    try reader.forEachPiece { try file.append($0) }
  }

  /// The member as a file of an initrd, with its content; nil for what is left out of one.
  func initrdFile() throws -> InitrdFile? {
    guard path.isInside else { return nil }
    return switch entry.kind {
    case .file: InitrdFile(path: path, mode: entry.mode, content: .file(try read()))
    case .folder: InitrdFile(path: path, mode: entry.mode, content: .folder)
    case .symbolicLink(let target): InitrdFile(path: path, mode: 0o777, content: .link(target))
    // The file that it is another name of comes from the same archive.
    case .hardLink(let other): InitrdFile(path: path, mode: 0o777, content: .link(Self.absolute(other)))
    case .special: nil
    }
  }

  private static func absolute(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }
}

/// Shows what is left of an archive, member by member.
func forEachMember(of reader: ArchiveReader, _ body: (ArchiveMember) throws -> Void) throws {
  while let entry = try reader.next() { try body(ArchiveMember(entry, of: reader)) }
}
