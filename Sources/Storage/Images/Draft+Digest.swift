import Digests
import Files

extension Draft {
  /// Makes its bytes those of another file.
  ///
  /// - Returns: their SHA-256, hexadecimal.
  func copy(_ source: String) throws -> String {
    let digest = SHA256Stream()
    try fill(from: source) { digest.update($0) }
    return digest.finish()
  }
}
