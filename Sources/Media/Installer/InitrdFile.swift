internal import Archive

/// One file, folder or symbolic link of an initrd; owned by root, as everything in it.
public struct InitrdFile: Hashable, Sendable {
  /// What it is.
  public enum Content: Hashable, Sendable {
    case file([UInt8])
    case folder
    /// A symbolic link to this target.
    case link(String)
  }

  /// Relative to the root, without a slash at either end, such as `usr/bin/true`.
  public var path: String
  /// Permission bits.
  public var mode: UInt16
  public var content: Content

  public init(path: String, mode: UInt16 = 0o644, content: Content) {
    self.path = path
    self.mode = mode
    self.content = content
  }
}

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

/// Leaves the translations out of a debconf templates file.
///
/// An unattended install shows no question, and loading 4 MB of translations costs the guest minutes without hardware
/// virtualisation.
func untranslated(_ templates: [UInt8]) -> [UInt8] {
  var kept: [UInt8] = []
  kept.reserveCapacity(templates.count / 8)
  var isKept = true
  for line in templates.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    let isContinuation = line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
    if !isContinuation { isKept = !isTranslation(line) }
    guard isKept else { continue }
    kept.append(contentsOf: line)
    kept.append(UInt8(ascii: "\n"))
  }
  // What follows the file's last line end was counted as one more line.
  return templates.last.map { $0 == UInt8(ascii: "\n") } ?? true ? kept.dropLast() : kept
}

extension InitrdFile {
  /// The same, when it is a component's questions, in English only.
  var withoutTranslations: InitrdFile {
    guard path.isTemplates, case .file(let bytes) = content else { return self }
    return InitrdFile(path: path, mode: mode, content: .file(untranslated(bytes)))
  }
}

extension String {
  /// Whether it is the path of a component's questions.
  var isTemplates: Bool { hasPrefix("var/lib/dpkg/info/") && hasSuffix(".templates") }
}

/// Whether it begins a field such as `Description-de.UTF-8: …`.
private func isTranslation(_ line: ArraySlice<UInt8>) -> Bool {
  guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
  let name = line[..<colon]
  return name.contains(UInt8(ascii: "-")) && name.suffix(6).elementsEqual(".UTF-8".utf8)
}
