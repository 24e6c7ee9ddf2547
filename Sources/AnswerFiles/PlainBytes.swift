extension Collection<UInt8> {
  /// Whether all are ASCII letters, digits, or among those of `extra`.
  func consists(of extra: String) -> Bool {
    allSatisfy { $0.isLetterOrDigit || extra.utf8.contains($0) }
  }
}

extension UInt8 {
  var isUpper: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  var isLetter: Bool { isUpper || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  var isLetterOrDigit: Bool { isLetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// An ASCII control character; tab and line end are such.
  var isControl: Bool { self < 0x20 || self == 0x7F }
}
