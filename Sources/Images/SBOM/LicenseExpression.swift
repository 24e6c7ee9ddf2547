/// Under which licences something may be used, as SPDX 2.3 writes it (annex D): names with AND, OR and WITH.
///
/// It is read from what packages say: the names of Debian's machine-readable copyright files, of RPM's tags in either
/// spelling, and SPDX's own. A name that is none of SPDX's is kept as `LicenseRef-NAME`.
public indirect enum LicenseExpression: Hashable, Sendable {
  /// SPDX's identifier, or a `LicenseRef-`.
  case license(String)
  case with(String, exception: String)
  case all([LicenseExpression])
  case any([LicenseExpression])

  /// As SPDX writes it.
  public var text: String { text(inside: false) }

  private func text(inside: Bool) -> String {
    switch self {
    case .license(let name): return name
    case .with(let name, let exception): return "\(name) WITH \(exception)"
    case .all(let parts), .any(let parts):
      var texts: [String] = []
      for text in parts.map({ $0.text(inside: parts.count > 1) }) where !texts.contains(text) {
        texts.append(text)
      }
      let operation = if case .all = self { " AND " } else { " OR " }
      let whole = texts.joined(separator: operation)
      return inside && texts.count > 1 ? "(\(whole))" : whole
    }
  }

  /// Reads what a package says; any text is one.
  public static func parse(_ text: some StringProtocol) -> LicenseExpression {
    var parser = LicenseParser(text)
    return parser.expression()
  }
}

/// Words and signs, one after the other. What makes no sense is a name of its own, so that nothing is lost.
private struct LicenseParser {
  private var words: ArraySlice<String>
  private let text: String
  private var depth = 0
  /// Of words that are read, and of parentheses within others.
  private static let (longest, deepest) = (2000, 16)

  init(_ text: some StringProtocol) {
    var words: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      var current = ""
      for sign in word {
        if sign == "(" || sign == ")" || sign == "," {
          words += current.isEmpty ? [String(sign)] : [current, String(sign)]
          current = ""
        } else {
          current.append(sign)
        }
      }
      if !current.isEmpty { words.append(current) }
    }
    self.words = words[...]
    self.text = String(text)
  }

  mutating func expression() -> LicenseExpression {
    guard words.count <= Self.longest, let found = sequence(), words.isEmpty else {
      return SPDXLicense.named(text)
    }
    return found
  }

  /// Parts with commas between them bind less than those without (Debian's copyright format 1.0, "License").
  private mutating func sequence() -> LicenseExpression? {
    guard var left = alternatives() else { return nil }
    while words.first == "," {
      words.removeFirst()
      let isAny = takes("or")
      if !isAny { _ = takes("and") }
      guard let right = alternatives() else { return nil }
      left = isAny ? .any([left, right]) : .all([left, right])
    }
    return left
  }

  private mutating func alternatives() -> LicenseExpression? {
    guard let first = conjunction() else { return nil }
    var parts = [first]
    while takes("or") || takes("and/or") || takes("|") {
      guard let next = conjunction() else { return nil }
      parts.append(next)
    }
    return parts.count == 1 ? first : .any(parts)
  }

  private mutating func conjunction() -> LicenseExpression? {
    guard let first = term() else { return nil }
    var parts = [first]
    while takes("and") || takes("&") {
      guard let next = term() else { return nil }
      parts.append(next)
    }
    return parts.count == 1 ? first : .all(parts)
  }

  private mutating func term() -> LicenseExpression? {
    if words.first == "(" {
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.deepest else { return nil }
      words.removeFirst()
      guard let inner = sequence(), words.popFirst() == ")" else { return nil }
      return inner
    }
    var name: [String] = []
    while let word = words.first, !Self.ends(word) { name.append(words.removeFirst()) }
    guard !name.isEmpty else { return nil }
    let license = name.joined(separator: " ")
    guard takes("with") else { return SPDXLicense.named(license) }
    var exception: [String] = []
    while let word = words.first, !Self.ends(word) { exception.append(words.removeFirst()) }
    return SPDXLicense.named(license, with: exception.joined(separator: " "))
  }

  private static func ends(_ word: String) -> Bool {
    ["(", ")", ",", "and", "or", "and/or", "with", "&", "|"].contains(word.lowercased())
  }

  private mutating func takes(_ word: String) -> Bool {
    guard words.first?.lowercased() == word else { return false }
    words.removeFirst()
    return true
  }
}
