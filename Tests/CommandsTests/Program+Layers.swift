import Digests
import Foundation

extension Program {
  /// Puts a layer into the store `store` as if it had been built: its small files, and their digests.
  func writeLayer(_ key: String, _ files: [String: String]) throws {
    for (name, text) in files { try write("store/layers/\(key)/\(name)", text) }
    let digests = files.map { "\"\($0)\": {\"size\": \($1.utf8.count), \"sha256\": \"\(sha256($1))\"}" }
    try write(
      "store/layers/\(key)/digests.json",
      "{\"key\": \"\(key)\", \"files\": {\(digests.joined(separator: ","))}}")
  }
}
