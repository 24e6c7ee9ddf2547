import Digests
import Files

extension KnownDigests {
  /// What is wrong with a file of an image, in words; nil for nothing.
  ///
  /// - Parameter isReread: whatever is known of it.
  func fault(of file: String, expected: String, isReread: Bool = false) -> String? {
    guard FileSystem.isTaken(file) else { return "is missing" }
    guard FileStamp(of: file) != nil else { return "is no plain file" }
    do {
      let digest = try sha256(file: file, expected: expected, isReread: isReread)
      return digest == expected ? nil : "has SHA-256 \(digest), and had \(expected) when it was sealed"
    } catch {
      return "cannot be read: \(error)"
    }
  }
}
