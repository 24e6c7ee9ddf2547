extension Unicode.Scalar {
  /// Whether it would steer a terminal, end a line, or reorder what people read: control characters, line and paragraph separators,
  /// and the characters that set a direction (Unicode Standard Annex 9, 2; Trojan Source, CVE-2021-42574).
  public var isHidden: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// As `\u001B`, which is also JSON's own form (RFC 8259, 7).
  public var escaped: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// A name that somebody else chose, such as a path in an image, as one line of a message or report may have it: whatever would
/// steer a terminal or begin a line of its own is shown as `\u001B`, and what is too long is cut.
///
/// - Parameter longest: in characters, about.
public func shownName(_ name: String, longest: Int = 200) -> String {
  var shown = ""
  for scalar in name.unicodeScalars {
    guard shown.unicodeScalars.count < longest else { return shown + "…" }
    if scalar.isHidden { shown += scalar.escaped } else { shown.unicodeScalars.append(scalar) }
  }
  return shown
}
