import Digests
import Foundation

/// A file of a recipe, which must still be what the plan's keys say: it was digested when the recipe was read.
struct PlannedFile {
  let path: String
  let sha256: String

  /// The path, once its bytes are seen to be those planned.
  ///
  /// - Throws: `FactoryError.file` when they are others by now.
  func unchanged() throws -> String {
    guard try Digests.sha256(file: path) == sha256 else {
      throw FactoryError.file("\(path) has changed since the build was planned", reason: "build again")
    }
    return path
  }

  /// The bytes, seen to be those planned; for a file that fits into memory.
  ///
  /// - Throws: `FactoryError.file` when they are others by now.
  func bytes() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), Digests.sha256(Array(data)) == sha256 else {
      throw FactoryError.file("\(path) has changed since the build was planned", reason: "build again")
    }
    return Array(data)
  }
}
