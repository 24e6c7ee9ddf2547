import YAML

/// How a scalar is written so that it is read back as the same value and the same type.
enum AutoinstallScalar {
  case inline(String)
  /// A literal block (YAML 1.1, 9.3.3): its indicator, and its lines.
  case block(String, [String])

  init(_ scalar: Node.Scalar) {
    if scalar.isPlain, !scalar.text.contains(where: \.isNewline) {
      self = .inline(scalar.text.isEmpty ? "null" : scalar.text)
    } else if !Self.staysString(scalar.text), let block = Self.block(scalar.text) {
      self = block
    } else {
      self = .inline(Self.line(scalar.text))
    }
  }

  /// A string on one line.
  static func line(_ text: String) -> String {
    if staysString(text) { return text }
    // By bytes: a search for characters may pass over a line end that an accent follows.
    guard isPrintable(text), !text.utf8.contains(UInt8(ascii: "\n")) else { return doubleQuoted(text) }
    return "'" + text.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }

  /// Whether a bare word or line is a string to every reader: it begins with a letter or a slash, is no word that YAML 1.1
  /// has a meaning for, and nothing in it ends it.
  private static func staysString(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isLetter || first == UInt8(ascii: "/") else { return false }
    return text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
      && !text.contains(": ") && !text.contains(" #") && !text.hasSuffix(":") && !text.hasSuffix(" ")
      && !reserved.contains(text.lowercased())
  }

  /// The YAML 1.1 type repository: `bool` and `null`.
  private static let reserved: Set = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

  /// For what has several lines, or quotes that would have to be doubled.
  private static func block(_ text: String) -> AutoinstallScalar? {
    let quotes = text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "'") }
    guard quotes, isPrintable(text) else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let blank = UInt8(ascii: " ")
    guard let first = lines.first?.utf8.first, first != blank,
      !lines.contains(where: { $0.utf8.last == blank })
    else { return nil }
    guard text.hasSuffix("\n") else { return .block("|-", lines) }
    lines.removeLast()
    return .block(lines.last?.isEmpty == true ? "|+" : "|", lines)
  }

  /// Whether all characters but line ends may stand unescaped and are no line ends to some reader
  /// (YAML 1.1, 4.1.1 and 4.1.4); a tab may not, since it is easily lost.
  private static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A, 0x20...0x7E: true
      case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
      default: scalar.value >= 0xA0
      }
    }
  }

  /// YAML 1.1, 5.7.
  private static func doubleQuoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": return #"\""#
      case "\\": return #"\\"#
      case "\n": return #"\n"#
      case "\t": return #"\t"#
      default: return isPrintable(String(scalar)) ? String(scalar) : escape(scalar.value)
      }
    }
    return "\"" + escaped.joined() + "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let hex = String(value, radix: 16, uppercase: true)
    let (letter, width) = value > 0xFFFF ? ("U", 8) : value > 0xFF ? ("u", 4) : ("x", 2)
    return "\\\(letter)" + String(repeating: "0", count: width - hex.count) + hex
  }
}
