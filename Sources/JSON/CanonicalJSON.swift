/// The one way to write a value that all agree on, to be hashed or signed: the JSON Canonicalization Scheme (RFC 8785).
struct CanonicalJSON {
  private var text = ""

  static func text(_ value: JSONValue) -> String {
    var writer = CanonicalJSON()
    writer.write(value)
    return writer.text
  }

  private mutating func write(_ value: JSONValue) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    // As all readers understand it: a number beyond a double's precision is rounded like any other (RFC 8785, 3.2.2.3).
    case .integer(let number):
      text += Int64(exactly: Double(number)) == number ? "\(number)" : Self.text(Double(number))
    case .number(let number): text += Self.text(number)
    case .string(let string): text += Self.quoted(string)
    case .array(let values): write(values, "[", "]") { $0.write($1) }
    case .object(let members):
      let sorted = members.sorted { Self.precedes($0.key, $1.key) }
      write(sorted, "{", "}") {
        $0.text += Self.quoted($1.key) + ":"
        $0.write($1.value)
      }
    }
  }

  private mutating func write<Item>(
    _ items: [Item], _ open: String, _ close: String, each: (inout CanonicalJSON, Item) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      each(&self, item)
    }
    text += close
  }

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

  /// By UTF-16 (RFC 8785, 3.2.3), which sorts ASCII as it is.
  static func precedes(_ one: String, _ other: String) -> Bool {
    one.isASCII && other.isASCII ? one < other : one.utf16.lexicographicallyPrecedes(other.utf16)
  }

  /// Only what must be escaped is (RFC 8785, 3.2.2.2).
  static func quoted(_ string: String) -> String {
    guard string.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
    else {
      return "\"\(string)\""
    }
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    quoted.reserveCapacity(string.utf8.count + 64)
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
      case 8: quoted += "\\b".utf8
      case 9: quoted += "\\t".utf8
      case 10: quoted += "\\n".utf8
      case 12: quoted += "\\f".utf8
      case 13: quoted += "\\r".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        quoted += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: quoted.append(byte)
      }
    }
    return String(decoding: quoted, as: UTF8.self) + "\""
  }
}

extension String {
  fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}

extension JSONValue {
  /// In the canonical form of RFC 8785: the same bytes for equal values, whoever writes them.
  public var canonical: String { CanonicalJSON.text(self) }
}
