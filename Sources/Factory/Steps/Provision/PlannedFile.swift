import Digests

/// A file of a recipe, which must still be what the plan's keys say: it was digested when the recipe was read.
struct PlannedFile {
  let path: String
  let sha256: String

  /// The path, once its bytes are seen to be those planned.
  ///
  /// - Throws: `FactoryError.file` when they are others by now.
  func unchanged() throws -> String {
    try check(Digests.sha256(file: path))
    return path
  }

  /// - Parameter found: the digest of the bytes that were read.
  func check(_ found: String) throws {
    guard found == sha256 else {
      throw FactoryError.file("\(path) has changed since the build was planned", reason: "build again")
    }
  }
}
