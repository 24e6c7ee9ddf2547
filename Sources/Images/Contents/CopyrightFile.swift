/// A package's copyright file where it can be read by machines: "Machine-readable debian/copyright file", 1.0 (DEP-5).
enum CopyrightFile {
  private static let format = "copyright-format/1.0"
  /// Bytes; no real one is longer.
  static let longest: UInt64 = 2 << 20

  /// Whether a file is one.
  static func reads(_ path: String) -> Bool {
    path.hasPrefix("/usr/share/doc/") && path.hasSuffix("/copyright")
  }

  /// What it says of its files, as an SPDX expression; nil where a program cannot tell.
  ///
  /// Licences count where they stand with files; by themselves they only hold a text.
  static func license(_ text: String) -> String? {
    var found: [LicenseExpression] = []
    var (hasFormat, isFirst) = (false, true)
    var (license, hasFiles): (Substring?, Bool) = (nil, false)
    func end() {
      if let license, isFirst || hasFiles {
        let expression = LicenseExpression.parse(license)
        if !found.contains(expression) { found.append(expression) }
      }
      (license, hasFiles, isFirst) = (nil, false, false)
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let first = line.utf8.first else {
        end()
        guard hasFormat else { return nil }
        continue
      }
      // What goes on with the field before.
      if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") { continue }
      if line.hasPrefix("Format:") {
        hasFormat = hasFormat || line.contains(format)
      } else if line.hasPrefix("License:") {
        let name = line.dropFirst("License:".count).drop { $0 == " " }
        license = name.isEmpty ? nil : name
      } else if line.hasPrefix("Files:") {
        hasFiles = true
      }
    }
    end()
    guard hasFormat, !found.isEmpty else { return nil }
    return LicenseExpression.all(found).text
  }
}
