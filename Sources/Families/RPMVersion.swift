/// A version of an RPM package, `[EPOCH:]VERSION[-RELEASE]`, ordered as rpm-version(7) says.
struct RPMVersion: Comparable, Hashable {
  private let epoch: Int
  private let version: Substring.UTF8View
  private let release: Substring.UTF8View
  private let text: String

  init(_ text: String) {
    self.text = text
    var rest = text[...]
    var epoch = 0
    if let colon = rest.firstIndex(of: ":") {
      epoch = Int(rest[..<colon]) ?? 0
      rest = rest[rest.index(after: colon)...]
    }
    self.epoch = epoch
    let dash = rest.lastIndex(of: "-") ?? rest.endIndex
    version = rest[..<dash].utf8
    release = rest[dash...].dropFirst().utf8
  }

  static func < (left: RPMVersion, right: RPMVersion) -> Bool {
    if left.epoch != right.epoch { return left.epoch < right.epoch }
    let order = compareSegments(left.version, right.version)
    return order != 0 ? order < 0 : compareSegments(left.release, right.release) < 0
  }

  static func == (left: RPMVersion, right: RPMVersion) -> Bool { left.text == right.text }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// Compares segment by segment, as `rpmvercmp` in rpm's rpmio/rpmvercmp.cc does: what is no letter, digit, `~` or `^`
/// only separates. Negative: `left` is older.
private func compareSegments(_ left: Substring.UTF8View, _ right: Substring.UTF8View) -> Int {
  var (a, b) = (left, right)
  while !a.isEmpty || !b.isEmpty {
    a = a.drop(while: isSeparator)
    b = b.drop(while: isSeparator)
    switch (a.first, b.first) {
    case (tilde, tilde), (caret, caret):
      a = a.dropFirst()
      b = b.dropFirst()
    // Before everything, even the end.
    case (tilde, _): return -1
    case (_, tilde): return 1
    // After the end, before everything else.
    case (caret, nil): return 1
    case (nil, caret): return -1
    case (caret, _): return -1
    case (_, caret): return 1
    case (nil, nil): return 0
    case (nil, _): return -1
    case (_, nil): return 1
    case (let first?, _):
      let order = compareSegment(&a, &b, isNumber: isDigit(first))
      if order != 0 { return order }
    }
  }
  return 0
}

/// Takes one segment, numbers or letters as `a` begins with, off each.
private func compareSegment(
  _ a: inout Substring.UTF8View, _ b: inout Substring.UTF8View, isNumber: Bool
) -> Int {
  let belongs = isNumber ? isDigit : isLetter
  var (x, y) = (a.prefix(while: belongs), b.prefix(while: belongs))
  a = a[x.endIndex...]
  b = b[y.endIndex...]
  // A number is newer than letters.
  if y.isEmpty { return isNumber ? 1 : -1 }
  if isNumber {
    x = x.drop { $0 == UInt8(ascii: "0") }
    y = y.drop { $0 == UInt8(ascii: "0") }
    if x.count != y.count { return x.count - y.count }
  }
  if x.elementsEqual(y) { return 0 }
  return x.lexicographicallyPrecedes(y) ? -1 : 1
}

private let tilde = UInt8(ascii: "~")
private let caret = UInt8(ascii: "^")

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

private func isLetter(_ byte: UInt8) -> Bool {
  let lower = byte | 0x20
  return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
}

private func isSeparator(_ byte: UInt8) -> Bool {
  !isDigit(byte) && !isLetter(byte) && byte != tilde && byte != caret
}
