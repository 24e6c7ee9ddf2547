import Digests
import Failures
import Foundation

/// A file of a recipe, which must still be what the plan's keys say: it was digested when the recipe was read.
struct PlannedFile {
  let path: String
  let sha256: String

  /// The path, once its bytes are seen to be those planned.
  ///
  /// - Throws: `BuildError` when they are others by now.
  func unchanged() throws -> String {
    try check(Digests.sha256(file: path))
    return path
  }

  /// The bytes, seen to be those planned; for a file that fits into memory.
  ///
  /// - Throws: `BuildError` when they are others by now.
  func bytes() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BuildError(.changedMeanwhile, "cannot read \(path): build again once it is there")
    }
    let bytes = Array(data)
    try check(Digests.sha256(bytes))
    return bytes
  }

  /// - Parameter found: the digest of the bytes that were read.
  func check(_ found: String) throws {
    guard found == sha256 else {
      throw BuildError(.changedMeanwhile, "\(path) has changed since the build was planned: build again")
    }
  }
}
