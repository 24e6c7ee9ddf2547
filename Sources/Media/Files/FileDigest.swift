/// What a file's bytes must add up to, in lower-case hexadecimal.
public enum FileDigest: Hashable, Sendable {
  case sha256(String)
  case sha512(String)

  /// Tells the two apart by their length; nil for anything else.
  init?(_ text: String) {
    let text = text.lowercased()
    if text.isSHA256 {
      self = .sha256(text)
    } else if text.isHexadecimal(digits: 128) {
      self = .sha512(text)
    } else {
      return nil
    }
  }

  /// The digits alone.
  public var text: String {
    switch self {
    case .sha256(let text), .sha512(let text): text
    }
  }
}
