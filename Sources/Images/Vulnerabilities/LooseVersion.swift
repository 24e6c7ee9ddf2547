/// A version of a library as its authors write it, ordered as Semantic Versioning, Python (PEP 440), RubyGems and Maven agree: numbers
/// by value, words for what comes before a release before it, and all other words behind.
struct LooseVersion: Comparable {
  private enum Part: Hashable {
    case number([UInt8])
    case word(Int, String)
  }

  private let parts: [Part]

  init(_ text: String) {
    var rest = text[...]
    if rest.first == "v" || rest.first == "V" { rest.removeFirst() }
    // What a build says of itself has no order.
    rest = rest.prefix { $0 != "+" }
    var parts: [Part] = []
    while let first = rest.first {
      let isNumber = first.isASCII && first.isNumber
      let run = rest.prefix { isNumber ? $0.isASCII && $0.isNumber : $0.isLetter }
      if run.isEmpty {
        rest.removeFirst()
        continue
      }
      rest = rest[run.endIndex...]
      if isNumber {
        parts.append(.number(Array(run.utf8.drop { $0 == UInt8(ascii: "0") })))
      } else {
        let word = run.lowercased()
        parts.append(.word(Self.ranks[word] ?? 1, word))
      }
    }
    // `1.0` is `1`.
    while parts.last == .number([]) { parts.removeLast() }
    self.parts = parts
  }

  static func < (left: LooseVersion, right: LooseVersion) -> Bool {
    for index in 0..<max(left.parts.count, right.parts.count) {
      let order = compare(left.part(index), right.part(index))
      if order != 0 { return order < 0 }
    }
    return false
  }

  static func == (left: LooseVersion, right: LooseVersion) -> Bool { !(left < right) && !(right < left) }

  private func part(_ index: Int) -> Part? { index < parts.count ? parts[index] : nil }

  /// Negative for what comes before a release.
  private static let ranks = [
    "dev": -6, "a": -5, "alpha": -5, "b": -4, "beta": -4, "m": -3, "milestone": -3, "c": -2, "rc": -2,
    "cr": -2, "pre": -2,
    "preview": -2, "snapshot": -1, "final": 0, "ga": 0, "release": 0,
  ]

  private static func compare(_ left: Part?, _ right: Part?) -> Int {
    switch (left, right) {
    case (.number(let a)?, .number(let b)?):
      if a.count != b.count { return a.count - b.count }
      return a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
    case (.word(let a, let one)?, .word(let b, let other)?):
      return a != b ? a - b : one == other ? 0 : one < other ? -1 : 1
    case (.word(let rank, _)?, nil): return rank
    case (nil, .word(let rank, _)?): return -rank
    case (.word?, .number?): return -1
    case (.number?, .word?): return 1
    case (.number(let digits)?, nil): return digits.isEmpty ? 0 : 1
    case (nil, .number(let digits)?): return digits.isEmpty ? 0 : -1
    case (nil, nil): return 0
    }
  }
}
