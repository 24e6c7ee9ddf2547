/// The text as a terminal may have it: what would steer the terminal, or reorder what people read, is shown as `\u001B`.
///
/// Shown so are control characters except tab and line end, line and paragraph separators, and the characters that set a
/// direction (Unicode Standard Annex 9, 2; Trojan Source, CVE-2021-42574). The form is also JSON's own (RFC 8259, 7), so
/// that a JSON text stays one.
///
/// - Parameter keepsStyles: leaves the sequences of ``Style`` alone; one that is open at the end of a line is closed.
public func visible(_ text: String, keepsStyles: Bool = false) -> String {
  guard text.unicodeScalars.contains(where: isHidden) else { return text }
  var result = String.UnicodeScalarView()
  var isOpen = false
  var rest = Substring(text).unicodeScalars
  while let scalar = rest.first {
    if keepsStyles, let (sequence, opens) = styleSequence(rest) {
      result += sequence
      rest = rest.dropFirst(sequence.count)
      isOpen = opens
      continue
    }
    if scalar == "\n", isOpen {
      result += reset
      isOpen = false
    }
    if isHidden(scalar) { result += escaped(scalar) } else { result.append(scalar) }
    rest = rest.dropFirst()
  }
  if isOpen { result += reset }
  return String(result)
}

private let reset = "\u{1B}[0m".unicodeScalars

private let sequences: [(text: String.UnicodeScalarView, opens: Bool)] =
  [(reset, false)] + Style.allCases.map { ("\u{1B}[\($0.rawValue)m".unicodeScalars, true) }

/// The sequence that a text begins with, if it is one of ours.
private func styleSequence(_ text: Substring.UnicodeScalarView) -> (String.UnicodeScalarView, opens: Bool)? {
  guard text.first == "\u{1B}" else { return nil }
  return sequences.first { text.starts(with: $0.text) }.map { ($0.text, $0.opens) }
}

private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A: false
  case 0..<0x20, 0x7F..<0xA0: true
  case 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// `\u001B`.
func escaped(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return ("\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits).unicodeScalars
}
