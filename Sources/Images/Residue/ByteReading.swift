/// Some of the 256 bytes, written as in a bracket of a regular expression: `A-Za-z0-9+/`.
struct ByteSet: Sendable {
  private var isIn = [Bool](repeating: false, count: 256)

  init(_ text: StaticString) {
    text.withUTF8Buffer { bytes in
      var index = 0
      while index < bytes.count {
        let isRange = index + 2 < bytes.count && bytes[index + 1] == UInt8(ascii: "-")
        for byte in bytes[index]...(isRange ? bytes[index + 2] : bytes[index]) { isIn[Int(byte)] = true }
        index += isRange ? 3 : 1
      }
    }
  }

  func contains(_ byte: UInt8) -> Bool { isIn[Int(byte)] }

  static let letters = ByteSet("A-Za-z0-9")
  static let capitals = ByteSet("A-Z0-9 ")
  static let digits = ByteSet("0-9")
  static let hexadecimal = ByteSet("0-9A-Fa-f")
  /// RFC 4648, 4.
  static let base64 = ByteSet("A-Za-z0-9+/")
  /// RFC 4648, 5.
  static let base64URL = ByteSet("A-Za-z0-9_-")
  /// crypt(5)
  static let crypt = ByteSet("./0-9A-Za-z")
}

/// Reads the bytes from a place on, a piece at a time; each call says whether that was there.
struct ByteReading {
  let bytes: UnsafeRawBufferPointer
  /// What stands before; nil at the beginning of the text.
  let previous: UInt8?
  private(set) var place = 0

  init(_ bytes: UnsafeRawBufferPointer, after previous: UInt8? = nil) {
    self.bytes = bytes
    self.previous = previous
  }

  /// The next byte; nil at the end.
  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func take(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { text in
      guard bytes.count - place >= text.count else { return false }
      for index in 0..<text.count where bytes[place + index] != text[index] { return false }
      place += text.count
      return true
    }
  }

  mutating func take(_ text: [UInt8]) -> Bool {
    guard bytes.count - place >= text.count,
      text.indices.allSatisfy({ bytes[place + $0] == text[$0] })
    else { return false }
    place += text.count
    return true
  }

  /// Any one byte.
  mutating func takeAny() -> Bool {
    guard place < bytes.count else { return false }
    place += 1
    return true
  }

  /// As many as there are, at most `counts.upperBound`.
  mutating func take(_ counts: ClosedRange<Int>, of set: ByteSet) -> Bool {
    var count = 0
    while count < counts.upperBound, let byte = next, set.contains(byte) {
      place += 1
      count += 1
    }
    return counts.contains(count)
  }

  /// No more and no fewer.
  mutating func take(exactly count: Int, of set: ByteSet) -> Bool {
    take(count...count, of: set) && !(next.map(set.contains) ?? false)
  }

  /// All up to the end of the line, and that; also where a line's end is written as `\n`, as in JSON.
  mutating func takeLineEnd() -> Bool { take("\r\n") || take("\n") || take("\\r\\n") || take("\\n") }

  mutating func takeLine() -> Bool {
    while let byte = next {
      if takeLineEnd() { return true }
      guard byte >= 0x20 || byte == 0x09 else { return false }
      place += 1
    }
    return false
  }

  /// Whether a text is in what was read since a place.
  func says(_ text: StaticString, from start: Int) -> Bool {
    text.withUTF8Buffer { text in
      guard place - start >= text.count else { return false }
      return (start...(place - text.count)).contains { begin in
        (0..<text.count).allSatisfy { bytes[begin + $0] == text[$0] }
      }
    }
  }

  /// Whether what was read since a place is not the same few bytes over and over, as in an example.
  func isVaried(from start: Int, atLeast count: Int = 8) -> Bool {
    Set(bytes[start..<place]).count >= count
  }
}
