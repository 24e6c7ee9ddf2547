extension Duration {
  /// Reads a length of time as people write it: a whole number and `s`, `min`, `h` or `d`, such as `20min`; nil for anything
  /// else.
  public init?(written text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units = ["s": 1, "min": 60, "h": 3600, "d": 86400]
    guard let count = Int(digits), count < 1 << 32, let seconds = units[String(text.dropFirst(digits.count))]
    else { return nil }
    self = .seconds(count * seconds)
  }
}
