/// A number of bytes as recipes write it: a whole number and a binary unit.
public enum ByteSize {
  static let pattern = Pattern("^[1-9][0-9]*(KiB|MiB|GiB|TiB)$")
  private static let units: [(name: String, shift: UInt64)] = [
    ("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10),
  ]

  /// Bytes; nil when the text is not a size, or is 1 PiB or more: the sum of a recipe's sizes is a number, too.
  public static func bytes(_ text: String) -> UInt64? {
    guard pattern.matches(text), let unit = units.first(where: { text.hasSuffix($0.name) }),
      let count = UInt64(text.dropLast(3)), count < 1 << (50 - unit.shift)
    else { return nil }
    return count << unit.shift
  }

  /// The size in the largest unit that divides it.
  public static func text(_ bytes: UInt64) -> String {
    for unit in units where bytes >= 1 << unit.shift && bytes % (1 << unit.shift) == 0 {
      return "\(bytes >> unit.shift)\(unit.name)"
    }
    return "\(bytes) bytes"
  }

  /// The size that was probably meant by `8GB`, `8G`, `8 GiB` or `8gib`.
  static func guess(_ text: String) -> String? {
    let compact = text.filter { !$0.isWhitespace }
    let digits = compact.prefix { $0.isASCII && $0.isNumber }
    let rest = compact.dropFirst(digits.count).lowercased()
    guard
      let unit = units.first(where: { unit in
        let name = unit.name.lowercased()
        return rest == name || rest == name.prefix(1) || rest == name.prefix(1) + "b"
      })
    else { return nil }
    let size = "\(digits)\(unit.name)"
    return bytes(size) == nil ? nil : size
  }
}
