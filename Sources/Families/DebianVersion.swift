/// A version of a Debian package, ordered as deb-version(7) says.
public struct DebianVersion: Comparable, Hashable, CustomStringConvertible {
  public let description: String

  public init(_ text: String) {
    description = text
  }

  /// Without the binary-only rebuild: `1.47.2-3+b12` is built from source version `1.47.2-3`.
  public var source: String {
    guard let mark = description.range(ofLast: "+b"), !description[mark.upperBound...].isEmpty,
      description[mark.upperBound...].allSatisfy(\.isNumber)
    else { return description }
    return String(description[..<mark.lowerBound])
  }

  public static func < (left: DebianVersion, right: DebianVersion) -> Bool {
    let (a, b) = (left.parts, right.parts)
    if a.epoch != b.epoch { return a.epoch < b.epoch }
    let upstream = compare(a.upstream, b.upstream)
    return upstream != 0 ? upstream < 0 : compare(a.revision, b.revision) < 0
  }

  private var parts: (epoch: Int, upstream: [UInt8], revision: [UInt8]) {
    var rest = Substring(description)
    var epoch = 0
    if let colon = rest.firstIndex(of: ":") {
      epoch = Int(rest[..<colon]) ?? 0
      rest = rest[rest.index(after: colon)...]
    }
    guard let dash = rest.lastIndex(of: "-") else { return (epoch, [UInt8](rest.utf8), []) }
    return (epoch, [UInt8](rest[..<dash].utf8), [UInt8](rest[rest.index(after: dash)...].utf8))
  }
}

/// Compares in turns what is no digit, by `weight`, and what is, as a number. Negative: `left` is older.
private func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var (a, b) = (left[...], right[...])
  while !a.isEmpty || !b.isEmpty {
    while (a.first.map { !isDigit($0) } ?? false) || (b.first.map { !isDigit($0) } ?? false) {
      let difference = weight(a.first) - weight(b.first)
      if difference != 0 { return difference }
      a = a.dropFirst()
      b = b.dropFirst()
    }
    let (x, y) = (takeNumber(&a), takeNumber(&b))
    if x.count != y.count { return x.count - y.count }
    if x.elementsEqual(y) { continue }
    return x.lexicographicallyPrecedes(y) ? -1 : 1
  }
  return 0
}

/// The digits at the front without leading zeros, taken off.
private func takeNumber(_ text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let digits = text.prefix(while: isDigit)
  text = text[digits.endIndex...]
  return digits.drop { $0 == UInt8(ascii: "0") }
}

/// `~` comes before the end, the end before letters, letters before the rest.
private func weight(_ byte: UInt8?) -> Int {
  guard let byte, !isDigit(byte) else { return 0 }
  if byte == UInt8(ascii: "~") { return -1 }
  let letter = byte | 0x20
  return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") ? Int(byte) : Int(byte) + 256
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

extension String {
  fileprivate func range(ofLast mark: String) -> Range<Index>? {
    ranges(of: mark).last
  }
}
