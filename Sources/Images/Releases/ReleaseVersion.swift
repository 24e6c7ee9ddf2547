/// What a release is called: a semantic version (semver.org 2.0.0, without build metadata), or a day and a count within it.
///
/// | text | scheme |
/// | --- | --- |
/// | `1.2.0`, `2.0.0-rc.1` | semantic |
/// | `2026-11-28`, `2026.11.28`, `20261128`, each also with `.1`, `.2`, … | date |
///
/// A version that can be read as a day is one: `2026.11.28` is no semantic version.
public struct ReleaseVersion: Hashable, Sendable, CustomStringConvertible {
  /// How versions of an appliance are counted; those of different schemes cannot be compared.
  public enum Scheme: String, Hashable, Sendable {
    case semantic, date
  }

  /// As it was written.
  public let text: String
  public let scheme: Scheme
  /// Major, minor and patch, or year, month, day and count.
  private let numbers: [UInt64]
  /// Dot-separated identifiers behind the hyphen; empty for a release proper.
  private let preRelease: [String]

  /// Why a text is no version; follows it in a message.
  public struct Fault: Error, Hashable, CustomStringConvertible {
    public let description: String
  }

  public init(_ text: String) throws(Fault) {
    self.text = text
    if let numbers = Self.day(text) {
      (scheme, self.numbers, preRelease) = (.date, numbers, [])
      return
    }
    (numbers, preRelease) = try Self.semantic(text)
    scheme = .semantic
  }

  public var description: String { text }

  /// Whether it comes before another one; nil where they are of different schemes.
  public func precedes(_ other: ReleaseVersion) -> Bool? {
    guard scheme == other.scheme else { return nil }
    guard numbers == other.numbers else { return numbers.lexicographicallyPrecedes(other.numbers) }
    // semver.org, 11.3: a pre-release comes before the release proper.
    switch (preRelease.isEmpty, other.preRelease.isEmpty) {
    case (true, _): return false
    case (false, true): return true
    case (false, false): return Self.precedes(preRelease, other.preRelease)
    }
  }

  /// semver.org, 11.4: numbers by value and before words, words by their bytes, and of two lists that begin alike the shorter one.
  private static func precedes(_ left: [String], _ right: [String]) -> Bool {
    for (one, other) in zip(left, right) where one != other {
      switch (UInt64(one), UInt64(other)) {
      case (let one?, let other?): return one < other
      case (_?, nil): return true
      case (nil, _?): return false
      case (nil, nil): return one.utf8.lexicographicallyPrecedes(other.utf8)
      }
    }
    return left.count < right.count
  }

  private static func semantic(_ text: String) throws(Fault) -> ([UInt64], [String]) {
    guard !text.contains("+") else {
      throw Fault(description: "has '+', behind which builds are told apart: leave that out")
    }
    if text.first == "v", let second = text.dropFirst().first, second.isNumber {
      throw Fault(description: "begins with 'v': write \(text.dropFirst())")
    }
    let hyphen = text.firstIndex(of: "-")
    let core = text[..<(hyphen ?? text.endIndex)].split(separator: ".", omittingEmptySubsequences: false)
    let numbers = core.compactMap(number)
    let rest = hyphen.map { text[text.index(after: $0)...] }
    let identifiers = (rest?.split(separator: ".", omittingEmptySubsequences: false) ?? []).map(String.init)
    guard core.count == 3, numbers.count == 3, identifiers.allSatisfy(isIdentifier) else {
      throw Fault(
        description:
          "is neither a semantic version, such as 1.2.0 or 1.3.0-rc.1, nor a day, such as 2026-11-28")
    }
    return (numbers, identifiers)
  }

  /// Without zeros in front, and not too large to be compared.
  private static func number(_ text: Substring) -> UInt64? {
    guard !text.isEmpty, text.utf8.allSatisfy(isDigit), text == "0" || text.first != "0" else { return nil }
    return UInt64(text)
  }

  private static func isIdentifier(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.allSatisfy({ isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") })
    else { return false }
    return !text.utf8.allSatisfy(isDigit) || number(text[...]) != nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  /// Year, month, day and count of a text that begins with a day that there is.
  private static func day(_ text: String) -> [UInt64]? {
    let separator = text.dropFirst(4).first
    let parts: [Substring]
    switch separator {
    case "-", ".":
      guard text.utf8.count >= 10 else { return nil }
      let head = text.prefix(10).split(separator: separator ?? "-", omittingEmptySubsequences: false)
      parts = head + [text.dropFirst(10)]
    default:
      parts = [text.prefix(4), text.dropFirst(4).prefix(2), text.dropFirst(6).prefix(2), text.dropFirst(8)]
    }
    guard parts.count == 4,
      zip(parts, [4, 2, 2]).allSatisfy({ $0.utf8.count == $1 && $0.utf8.allSatisfy(isDigit) }),
      let year = UInt64(parts[0]), let month = UInt64(parts[1]), let day = UInt64(parts[2]), year >= 1970,
      (1...12).contains(month), day >= 1, day <= length(of: month, year)
    else { return nil }
    if parts[3].isEmpty { return [year, month, day, 0] }
    guard parts[3].first == ".", let count = number(parts[3].dropFirst()) else { return nil }
    return [year, month, day, count]
  }

  /// Of a month, in days.
  private static func length(of month: UInt64, _ year: UInt64) -> UInt64 {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
