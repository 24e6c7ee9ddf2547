private import Foundation

/// Public keys as gpgv wants them: binary.
enum ArmoredKeys {
  private static let begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
  private static let end = "-----END PGP PUBLIC KEY BLOCK-----"

  /// The keys of all armored blocks of a file, one after the other (RFC 9580, section 6.2); nil for a file without any,
  /// which is binary already.
  ///
  /// The checksum of the armor is not looked at: damaged keys verify nothing.
  /// - Throws: `MediaError.malformed`.
  static func binary(_ file: [UInt8], path: String) throws(MediaError) -> [UInt8]? {
    let lines = String(decoding: file, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).map(trimmed)
    var blocks = lines[...]
    var keys: [UInt8] = []
    while let start = blocks.firstIndex(of: begin) {
      guard let stop = blocks[start...].firstIndex(of: end), let block = decode(blocks[(start + 1)..<stop])
      else {
        throw .malformed(what: path, reason: "a damaged block of armored keys")
      }
      keys += block
      blocks = blocks[stop...]
    }
    return keys.isEmpty ? nil : keys
  }

  /// - Parameter lines: headers, an empty line, base64 and the checksum, which begins with `=`.
  private static func decode(_ lines: ArraySlice<String>) -> [UInt8]? {
    guard let blank = lines.firstIndex(of: "") else { return nil }
    let text = lines[(blank + 1)...].filter { !$0.hasPrefix("=") }.joined()
    return Data(base64Encoded: text).flatMap { $0.isEmpty ? nil : [UInt8]($0) }
  }
}
