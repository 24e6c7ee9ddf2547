/// Public mirrors replaced by another address while a layer is built, so that the image keeps naming the public one.
public struct MirrorSubstitution: Hashable, Sendable {
  /// URLs, the first of which stands for all in what is added while this applies.
  public var from: [String]
  public var to: String

  public init(from: [String], to: String) {
    self.from = from
    self.to = to
  }

  /// The text of a package source with every public mirror replaced.
  func apply(to text: String) -> String {
    from.reduce(text) { Self.replace($1, by: to, in: $0) }
  }

  /// The text with the build's address replaced by the first public mirror.
  func revert(in text: String) -> String {
    guard let first = from.first else { return text }
    return Self.replace(to, by: first, in: text)
  }

  /// Replaces a URL only where it ends or its path goes on: `…/debian` is not part of `…/debian-security`.
  private static func replace(_ old: String, by new: String, in text: String) -> String {
    let old = trimmed(old)
    guard !old.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let match = rest.firstRange(of: old) {
      let isWhole = rest[match.upperBound...].first.map { $0.isWhitespace || "/\"',".contains($0) } ?? true
      result += rest[..<match.lowerBound] + (isWhole ? trimmed(new) : old)
      rest = rest[match.upperBound...]
    }
    return result + rest
  }

  private static func trimmed(_ url: String) -> String {
    String(url.reversed().drop { $0 == "/" }.reversed())
  }
}

/// A package source as it was, and as it was made.
struct SubstitutedSource: Sendable {
  var path: String
  var original: [UInt8]
  var substituted: [UInt8]
}
