import Text

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
  scalar != "\t" && scalar != "\n" && scalar.isHidden
}

/// `\u001B`.
func escaped(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView { scalar.escaped.unicodeScalars }
