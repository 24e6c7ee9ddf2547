/// A dotted number such as `9.6`, compared number by number: 8 comes before 10, and 9.6 before 9.10.
struct ReleaseNumber: Hashable, Comparable, CustomStringConvertible {
  private let parts: [Int]
  let description: String

  /// Nil unless the text is numbers with single dots between them.
  init?(_ text: some StringProtocol) {
    description = String(text)
    let words = description.split(separator: ".", omittingEmptySubsequences: false)
    // `Int` takes a sign, too.
    parts = words.compactMap { word in word.utf8.allSatisfy(Self.isDigit) ? Int(word) : nil }
    guard parts.count == words.count else { return nil }
  }

  /// Whether the number is this one or goes on from it, as 9.6 goes on from 9.
  func begins(with other: ReleaseNumber) -> Bool { parts.starts(with: other.parts) }

  static func < (left: ReleaseNumber, right: ReleaseNumber) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }

  static func == (left: ReleaseNumber, right: ReleaseNumber) -> Bool { left.parts == right.parts }

  func hash(into hasher: inout Hasher) { hasher.combine(parts) }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
