/// Reads JSON (RFC 8259) more strictly than the library does: a key that stands twice in one object is refused, since readers differ
/// in which of the two they believe, and so is a document that is nested deeper than any of those that Kiln reads.
struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  var place = 0
  var depth = 0

  static let deepest = 128

  /// - Throws: ``JSONError`` for anything but one whole value.
  static func value(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.place == bytes.count else { throw parser.error("text after the document's end") }
    return value
  }

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func value() throws(JSONError) -> JSONValue {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in .object(try parser.object()) }
    case UInt8(ascii: "["): return try nested { parser throws(JSONError) in .array(try parser.array()) }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(_ body: (inout JSONParser) throws(JSONError) -> JSONValue) throws(JSONError)
    -> JSONValue
  {
    depth += 1
    guard depth <= Self.deepest else { throw error("nested deeper than \(Self.deepest) levels") }
    defer { depth -= 1 }
    place += 1
    return try body(&self)
  }

  private mutating func object() throws(JSONError) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    guard !takes("}") else { return members }
    repeat {
      skipBlanks()
      let start = place
      guard peek == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
      let key = try string()
      guard members[key] == nil else { throw error("the key '\(key)' stands twice", at: start) }
      guard takes(":") else { throw error("expected ':' after the key '\(key)'") }
      members[key] = try value()
    } while takes(",")
    guard takes("}") else { throw error("expected ',' or '}'") }
    return members
  }

  private mutating func array() throws(JSONError) -> [JSONValue] {
    var values: [JSONValue] = []
    guard !takes("]") else { return values }
    repeat { values.append(try value()) } while takes(",")
    guard takes("]") else { throw error("expected ',' or ']'") }
    return values
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else { throw error("expected a value") }
      place += 1
    }
    return value
  }

  // MARK: - Numbers

  /// Whole ones that fit become integers, all others doubles.
  private mutating func number() throws(JSONError) -> JSONValue {
    let start = place
    if peek == UInt8(ascii: "-") { place += 1 }
    let first = peek
    let whole = digits()
    guard whole > 0 else { throw error("expected a value", at: start) }
    guard whole == 1 || first != UInt8(ascii: "0") else { throw error("a number begins with 0", at: start) }
    var isWhole = true
    if peek == UInt8(ascii: ".") {
      (place, isWhole) = (place + 1, false)
      guard digits() > 0 else { throw error("expected a digit after '.'") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      (place, isWhole) = (place + 1, false)
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { place += 1 }
      guard digits() > 0 else { throw error("expected a digit in the exponent") }
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole, let integer = Int64(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw error("the number is too large", at: start)
    }
    return .number(number)
  }

  private mutating func digits() -> Int {
    let start = place
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    return place - start
  }

  // MARK: - Texts

  mutating func string() throws(JSONError) -> String {
    let start = place
    place += 1
    var text: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw error("a control character in a text") }
      place += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
    }
    guard peek != nil else { throw error("the text that begins here has no end", at: start) }
    place += 1
    guard let text = String(validating: text, as: UTF8.self) else {
      throw error("a text is no UTF-8", at: start)
    }
    return text
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    let start = place - 1
    guard let byte = peek else { throw error("the text ends in an escape", at: start) }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "u"): text += try scalar(from: start).utf8
    default: throw error("no such escape", at: start)
    }
  }

  /// Of one escape, or of two that are a surrogate pair.
  private mutating func scalar(from start: Int) throws(JSONError) -> Character {
    let high = try unit()
    var code = high
    if (0xD800..<0xDC00).contains(high), peek == UInt8(ascii: "\\") {
      place += 1
      guard peek == UInt8(ascii: "u") else { throw error("half of a surrogate pair", at: start) }
      place += 1
      let low = try unit()
      guard (0xDC00..<0xE000).contains(low) else { throw error("half of a surrogate pair", at: start) }
      code = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = UnicodeScalar(code) else { throw error("half of a surrogate pair", at: start) }
    return Character(scalar)
  }

  private mutating func unit() throws(JSONError) -> UInt32 {
    guard place + 4 <= bytes.count,
      bytes[place..<place + 4].allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw error("expected four hexadecimal digits") }
    place += 4
    return unit
  }

  // MARK: - Bytes

  var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func takes(_ sign: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard peek == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  func error(_ reason: String, at place: Int? = nil) -> JSONError {
    let before = bytes[..<(place ?? self.place)]
    let line = before.count { $0 == UInt8(ascii: "\n") }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONError(line: line + 1, column: before.count - start + 1, reason: reason)
  }
}

/// Reads a JSON document.
///
/// - Throws: ``JSONError`` for anything but one whole value whose objects have each key once.
public func parseJSON(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSONValue {
  func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> {
    Result { () throws(JSONError) in try JSONParser.value(bytes) }
  }
  let result = bytes.withContiguousStorageIfAvailable(read) ?? Array(bytes).withUnsafeBufferPointer(read)
  return try result.get()
}
