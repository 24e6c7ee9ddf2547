import Diagnostics

/// Keys of OpenSSH whose form is right and whose content is not, as where a letter was lost: with one alone nobody gets in.
enum AuthorizedKeyDoubts {
  /// What is probably wrong with the keys of a recipe's settings.
  static func doubts(of recipe: Value) -> [Diagnostic] {
    let settings = [recipe["install"]] + recipe.list("provision").map { $0["settings"] }
    let keys = settings.compactMap(\.self).flatMap { settings in
      settings.sourcedStrings("authorized_keys")
        + settings.list("users").flatMap { $0.sourcedStrings("authorized_keys") }
    }
    return keys.compactMap { key in fault(of: key.value).map { Diagnostic($0, from: key.origin) } }
  }

  /// What is wrong with a key, in words; nil for nothing. Source: RFC 4253, section 6.6; RFC 8709, section 4.
  static func fault(of key: String) -> String? {
    let words = key.split(separator: " ")
    // A key of another form is a fault, and told of as such.
    guard words.count > 1 else { return nil }
    let type = String(words[0])
    let again = "copy it again from its .pub file"
    guard let bytes = base64(words[1]), let fields = fields(bytes), let first = fields.first else {
      return "the key '\(type) …' is damaged, as where a letter is missing: \(again)"
    }
    guard first.elementsEqual(type.utf8) else {
      return
        "the key says '\(type)', and is of the type '\(String(decoding: first, as: UTF8.self))': \(again)"
    }
    guard type != "ssh-ed25519" || fields.dropFirst().map(\.count) == [32] else {
      return "the key '\(type) …' has not the length of one: \(again)"
    }
    return nil
  }

  /// Strings, each after its length (RFC 4251, section 5); nil where these do not add up.
  private static func fields(_ bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
    var fields: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard rest.count >= 4 else { return nil }
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(4)
      guard length <= rest.count else { return nil }
      fields.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return fields
  }

  /// RFC 4648, section 4, with its padding, as OpenSSH reads it; nil for anything else.
  private static func base64(_ text: Substring) -> [UInt8]? {
    let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
    let padding = text.utf8.count - digits.count
    guard text.utf8.count % 4 == 0, padding <= 2 else { return nil }
    var bytes: [UInt8] = []
    var (bits, count) = (0, 0)
    for digit in digits {
      guard let value = alphabet[digit] else { return nil }
      (bits, count) = ((bits << 6 | value) & 0xFFFF, count + 6)
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 0xFF))
      }
    }
    return bytes
  }

  private static let alphabet: [UInt8: Int] = {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    return Dictionary(uniqueKeysWithValues: letters.enumerated().map { ($1, $0) })
  }()
}
