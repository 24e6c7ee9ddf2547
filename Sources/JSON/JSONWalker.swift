/// Goes through a JSON document in its order and keeps nothing of it but what is asked for: documents of others may be of hundreds of
/// megabytes, of which a few values matter.
///
/// Wherever one is handed on, exactly one of its functions takes the value that it stands at; a copy looks ahead.
public struct JSONWalker {
  private var parser: JSONParser

  fileprivate init(_ bytes: UnsafeBufferPointer<UInt8>) { parser = JSONParser(bytes: bytes) }

  /// What kind of value it stands at.
  public var isObject: Bool { stands(at: "{") }
  public var isList: Bool { stands(at: "[") }

  private func stands(at sign: Unicode.Scalar) -> Bool {
    var parser = parser
    parser.skipBlanks()
    return parser.peek == UInt8(ascii: sign)
  }

  /// The value as a whole.
  public mutating func value() throws(JSONError) -> JSONValue { try parser.value() }

  /// Hands on each member of an object, which the value must be.
  public mutating func eachMember(_ body: (String, inout JSONWalker) throws -> Void) throws {
    guard parser.takes("{") else { throw parser.error("expected an object") }
    guard !parser.takes("}") else { return }
    try enter()
    repeat {
      parser.skipBlanks()
      guard parser.peek == UInt8(ascii: "\"") else { throw parser.error("expected a key in quotes") }
      let key = try parser.string()
      guard parser.takes(":") else { throw parser.error("expected ':' after the key '\(key)'") }
      try body(key, &self)
    } while parser.takes(",")
    guard parser.takes("}") else { throw parser.error("expected ',' or '}'") }
    parser.depth -= 1
  }

  /// Hands on each item of a list, which the value must be.
  public mutating func eachItem(_ body: (inout JSONWalker) throws -> Void) throws {
    guard parser.takes("[") else { throw parser.error("expected a list") }
    guard !parser.takes("]") else { return }
    try enter()
    repeat { try body(&self) } while parser.takes(",")
    guard parser.takes("]") else { throw parser.error("expected ',' or ']'") }
    parser.depth -= 1
  }

  private mutating func enter() throws {
    parser.depth += 1
    guard parser.depth <= JSONParser.deepest else {
      throw parser.error("nested deeper than \(JSONParser.deepest) levels")
    }
  }

  /// Leaves the value out. Of what is in it only quotes and brackets are looked at.
  public mutating func skip() throws(JSONError) {
    parser.skipBlanks()
    let start = parser.place
    switch parser.peek {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["): break
    default:
      _ = try parser.value()
      return
    }
    guard let end = Self.end(of: parser.bytes, from: start) else {
      throw parser.error("the value that begins here has no end", at: start)
    }
    parser.place = end
  }

  /// Behind the text, object or list that begins at a place; nil where it does not end.
  private static func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var (place, depth, isText) = (start, 0, false)
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if isText {
        if byte == UInt8(ascii: "\\") {
          place += 1
        } else if byte == UInt8(ascii: "\"") {
          isText = false
          if depth == 0 { return place }
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth <= 0 { return depth == 0 ? place : nil }
      default: break
      }
    }
    return nil
  }

  fileprivate mutating func end() throws {
    parser.skipBlanks()
    guard parser.place == parser.bytes.count else { throw parser.error("text after the document's end") }
  }
}

/// Goes through a JSON document.
///
/// - Parameter body: takes the document's value.
/// - Throws: ``JSONError`` for what is no JSON, as far as it is looked at; what `body` throws.
public func walkJSON(_ bytes: [UInt8], _ body: (inout JSONWalker) throws -> Void) throws {
  try bytes.withUnsafeBufferPointer { bytes in
    var walker = JSONWalker(bytes)
    try body(&walker)
    try walker.end()
  }
}
