import Digests
import Images

/// The bytes that a key is the digest of.
///
/// Every field is its length in bytes as decimal digits, a colon, and the bytes: so no two lists of
/// fields have the same encoding.
enum CanonicalEncoding {
  /// Raised whenever the same inputs would give another layer than before, sealing's cleaning included.
  static let layerFormat = "2"

  /// - Parameter inputs: in the order in which they take effect.
  static func key(parent: LayerKey?, inputs: [Input]) -> LayerKey {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64 * (inputs.count + 2))
    append("kiln layer \(layerFormat)", to: &bytes)
    append(parent?.hex ?? "", to: &bytes)
    for input in inputs {
      append(input.name, to: &bytes)
      append(input.value, to: &bytes)
    }
    return LayerKey(hex: sha256(bytes))
  }

  private static func append(_ field: String, to bytes: inout [UInt8]) {
    let content = field.utf8
    bytes.append(contentsOf: String(content.count).utf8)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(contentsOf: content)
  }
}
