import Foundation

/// Finds what no package brought where people put such things: each file is looked at once, as it comes by.
enum ComponentReader {
  /// Where software is that no package brings: the Filesystem Hierarchy Standard 3.0, 3.13, 3.17 and 4.9, and what Debian's
  /// RubyGems installs to.
  static let folders = ["/opt/", "/usr/local/", "/srv/", "/var/lib/gems/"]

  /// Bytes of a file that may be looked at.
  static let longest: UInt64 = 128 << 20

  /// Whether a file may tell of one: programs may be executed, libraries are called so.
  static func wants(_ path: String, _ file: ContentsFile) -> Bool {
    guard file.kind == .file, file.size <= longest, folders.contains(where: path.hasPrefix) else {
      return false
    }
    if PythonPackage.reads(path) || RubyPackage.reads(path) || NPMPackage.reads(path) {
      return file.size <= 4 << 20
    }
    return file.mode & 0o111 != 0 || JavaArchive.reads(path) || path.contains(".so")
  }

  /// What a file tells of, with its path and digest; nothing of one that cannot be read.
  static func components(_ content: Data, at path: String, _ file: ContentsFile) -> [ContentsComponent] {
    let bytes = [UInt8](content)
    var found: [ContentsComponent]
    if bytes.starts(with: ELFFile.magic) {
      found = ELFFile(bytes).map { [$0.component(path)] + GoBuildInfo.components($0) } ?? []
    } else if JavaArchive.reads(path) {
      found = JavaArchive.components(content, at: path)
    } else {
      let text = String(decoding: bytes, as: UTF8.self)
      found =
        [
          PythonPackage.reads(path) ? PythonPackage.component(text) : nil,
          RubyPackage.reads(path) ? RubyPackage.component(text) : nil,
          NPMPackage.reads(path) ? NPMPackage.component(bytes) : nil,
        ].compactMap(\.self)
    }
    for index in found.indices {
      found[index].path = path
      found[index].digest = file.digest
      found[index].name = shown(found[index].name)
      found[index].version = found[index].version.map(shown)
    }
    return found.filter { !$0.name.isEmpty }
  }

  /// How long a name may be: what an image says of itself may be anything.
  private static let longestName = 256

  /// Without control characters.
  private static func shown(_ text: String) -> String {
    String(
      text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(longestName).map(
        Character.init)
    )
    .trimmingCharacters(in: .whitespaces)
  }
}
