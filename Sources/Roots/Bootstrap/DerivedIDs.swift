import Digests
import Images

/// Identifiers that follow from what a layer is made of, so that its disk is the same whenever it is made.
struct DerivedIDs: Sendable {
  let key: LayerKey

  /// A UUID of version 8, made of a SHA-256 (RFC 9562, section 5.8); in lower case.
  ///
  /// - Parameter name: of what it identifies, unlike all others of the layer.
  func uuid(_ name: String) -> String {
    var digits = Array(sha256(Array("\(key.hex) \(name)".utf8)).prefix(32))
    digits[12] = "8"
    // The variant: the two highest bits are 10.
    digits[16] = Array("89ab")[(digits[16].hexDigitValue ?? 0) % 4]
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return parts.map { String(digits[$0]) }.joined(separator: "-")
  }
}
