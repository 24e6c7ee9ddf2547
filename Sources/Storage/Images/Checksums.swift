import Files
import Foundation

/// The `SHA256SUMS` file of an output folder, in the form that `sha256sum -c` reads.
public enum Checksums {
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

  /// The digests of a folder's files by their names; empty where there are none to read.
  static func read(_ path: String) -> [String: String] {
    let text =
      (try? PlainFile.contents(path)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let lines = text.split(separator: "\n").compactMap { line in
      line.range(of: "  ").map { (String(line[$0.upperBound...]), String(line[..<$0.lowerBound])) }
    }
    return Dictionary(lines, uniquingKeysWith: { $1 })
  }

  /// Enters files into the folder's `SHA256SUMS`, under a lock: builds may share a folder. Lines of files that are gone go, too.
  ///
  /// - Parameter digests: hexadecimal digest by file name.
  public static func record(_ digests: [String: String], at path: String) async throws {
    let lock = try await Lock.acquire("\(path).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    let text = try PlainFile.contents(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let present = text.split(separator: "\n").filter { line in
      line.range(of: "  ").map { FileSystem.isTaken("\(folder)/\(line[$0.upperBound...])") } ?? false
    }
    let kept = present.map { "\($0)\n" }.joined()
    try FileSystem.write(Data(merge(digests, into: kept).utf8), to: path)
  }
}
