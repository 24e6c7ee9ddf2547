import Foundation

/// The `SHA256SUMS` file of an output folder, in the form that `sha256sum -c` reads.
enum Checksums {
  /// Enters files, in place of what was said of the same names; other lines stay.
  ///
  /// - Parameter digests: hexadecimal digest by file name.
  static func merge(_ digests: [String: String], into text: String) -> String {
    let kept = text.split(separator: "\n").filter { line in
      guard let space = line.range(of: "  ") else { return false }
      return digests[String(line[space.upperBound...])] == nil
    }
    let added = digests.map { "\($0.value)  \($0.key)" }
    let lines = (kept.map(String.init) + added).sorted { $0.dropFirst(66) < $1.dropFirst(66) }
    return lines.map { "\($0)\n" }.joined()
  }

  /// Enters files into the folder's `SHA256SUMS`, under a lock: builds may share a folder.
  static func record(_ digests: [String: String], at path: String) async throws {
    let lock = try await Lock.acquire("\(path).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    try FileSystem.write(Data(merge(digests, into: text).utf8), to: path)
  }
}
