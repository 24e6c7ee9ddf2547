/// The one way to write a value that all agree on, to be hashed or signed: the JSON Canonicalization Scheme (RFC 8785).
struct CanonicalJSON {
  private(set) var bytes: [UInt8] = []

  static func text(_ value: JSONValue) -> String {
    var writer = CanonicalJSON()
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: write("null")
    case .bool(let flag): write(flag ? "true" : "false")
    // As all readers understand it: a number beyond a double's precision is rounded like any other (RFC 8785, 3.2.2.3).
    case .integer(let number):
      write(Int64(exactly: Double(number)) == number ? "\(number)" : Self.text(Double(number)))
    case .number(let number): write(Self.text(number))
    case .string(let string): write(quoted: string)
    case .array(let values): write("[", values, "]") { $0.write($1) }
    case .object(let members):
      let sorted = members.sorted { Self.precedes($0.key, $1.key) }
      write("{", sorted, "}") {
        $0.write(quoted: $1.key)
        $0.write(":")
        $0.write($1.value)
      }
    }
  }

  /// Writes what is between brackets, with commas.
  mutating func write<Item>(
    _ open: StaticString, _ items: [Item], _ close: StaticString, each: (inout CanonicalJSON, Item) -> Void
  ) {
    write(open)
    for (index, item) in items.enumerated() {
      if index > 0 { write(",") }
      each(&self, item)
    }
    write(close)
  }

  mutating func write(_ text: String) { bytes += text.utf8 }

  mutating func write(_ text: StaticString) {
    bytes += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// Takes back all that was written since there were so many bytes.
  mutating func cut(to count: Int) { bytes.removeLast(bytes.count - count) }

  /// ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20), from the shortest digits that give the same number.
  static func text(_ number: Double) -> String {
    guard number != 0 else { return "0" }
    let sign = number < 0 ? "-" : ""
    let (digits, point) = shortest(number.magnitude)
    let count = digits.count
    switch point {
    case count...21: return sign + digits + String(repeating: "0", count: point - count)
    case 1...21: return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    case -5...0: return sign + "0." + String(repeating: "0", count: -point) + digits
    default:
      let exponent = point - 1
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + "\(exponent.magnitude)"
    }
  }

  /// The digits of a number without zeros at either end, and where its point is, counted from their start.
  private static func shortest(_ number: Double) -> (digits: String, point: Int) {
    // The library's own description has the shortest digits, in one of two forms.
    let parts = "\(number)".split(separator: "e")
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    let halves = parts[0].split(separator: ".")
    let (whole, fraction) = (halves[0], halves.count > 1 ? halves[1] : "")
    let all = whole + fraction
    let leading = all.prefix { $0 == "0" }.count
    var digits = all.dropFirst(leading)
    while digits.last == "0" { digits.removeLast() }
    return (String(digits), whole.count + exponent - leading)
  }

  /// By UTF-16 (RFC 8785, 3.2.3): as Unicode's scalars are ordered, but for those beyond the first 65,536.
  static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf16.lexicographicallyPrecedes(other.utf16)
  }

  static func quoted(_ string: String) -> String {
    var writer = CanonicalJSON()
    writer.write(quoted: string)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Only what must be escaped is (RFC 8785, 3.2.2.2).
  mutating func write(quoted string: String) {
    var string = string
    bytes.append(UInt8(ascii: "\""))
    string.withUTF8 { text in
      var plain = 0
      for (index, byte) in text.enumerated() {
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes += text[plain..<index]
        plain = index + 1
        write(escaped: byte)
      }
      bytes += text[plain...]
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func write(escaped byte: UInt8) {
    switch byte {
    case 8: write("\\b")
    case 9: write("\\t")
    case 10: write("\\n")
    case 12: write("\\f")
    case 13: write("\\r")
    case 0..<0x20:
      let digits = String(byte, radix: 16)
      write("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    default: bytes += [UInt8(ascii: "\\"), byte]
    }
  }
}

extension JSONValue {
  /// In the canonical form of RFC 8785: the same bytes for equal values, whoever writes them.
  public var canonical: String { CanonicalJSON.text(self) }
}
