/// How many columns of a terminal a text takes: two for East Asian wide characters and emoji, none for control characters.
public func displayWidth(_ text: some StringProtocol) -> Int {
  // Most texts, and quick: Unicode's properties are looked up in tables.
  if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth($1) }
}

private func displayWidth(_ character: Character) -> Int {
  guard let first = character.unicodeScalars.first else { return 0 }
  switch first.properties.generalCategory {
  case .control, .format, .nonspacingMark, .enclosingMark: return 0
  default: break
  }
  let isEmoji = first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}")
  return isEmoji || wideRanges.contains { $0.contains(first.value) } ? 2 : 1
}

/// Blocks whose characters are wide or full-width (Unicode Standard Annex 11).
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
  0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
]

/// The text, with blanks after it up to a number of columns.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}

/// The text, cut and marked when it takes more than a number of columns.
func truncated(_ text: String, to width: Int, mark: String = "…") -> String {
  guard displayWidth(text) > width else { return text }
  var result = ""
  var used = displayWidth(mark)
  for character in text {
    used += displayWidth(character)
    if used > width { break }
    result.append(character)
  }
  return width >= displayWidth(mark) ? result + mark : ""
}

/// The words of a text in lines of at most so many columns; a longer word has a line of its own. Line ends are kept.
func wrap(_ text: String, width: Int) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
    var lines: [String] = []
    for word in paragraph.split(separator: " ") {
      if let last = lines.last, displayWidth(last) + 1 + displayWidth(word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.isEmpty ? [""] : lines
  }
}
