/// The archive that a build fetches from, in place of the one that the image names.
public struct MirrorSubstitution: Hashable, Sendable {
  /// As the image's own set-up names it.
  public var named: String
  /// Used while the image is built.
  public var used: String

  public init(named: String, used: String) {
    self.named = named
    self.used = used
  }

  /// The text of a package source that fetches from the build's archive.
  func apply(to text: String) -> String {
    Self.replace(named, by: used, in: text)
  }

  /// The text with the image's own name in again.
  func revert(in text: String) -> String {
    Self.replace(used, by: named, in: text)
  }

  /// Replaces a URL only where it ends or its path goes on: `…/debian` is not part of `…/debian-security`.
  private static func replace(_ old: String, by new: String, in text: String) -> String {
    let (old, new) = (trimmed(old), trimmed(new))
    guard !old.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    while let match = rest.firstRange(of: old) {
      let isWhole = rest[match.upperBound...].first.map { $0.isWhitespace || "/\"',".contains($0) } ?? true
      result += rest[..<match.lowerBound] + (isWhole ? new : old)
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
