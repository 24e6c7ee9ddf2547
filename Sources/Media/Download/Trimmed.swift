/// A text without the blanks and line ends around it.
func trimmed(_ text: Substring) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
  let start = text.firstIndex { !isBlank($0) } ?? text.endIndex
  let end = text.lastIndex { !isBlank($0) }.map { text.index(after: $0) } ?? start
  return String(text[start..<end])
}
