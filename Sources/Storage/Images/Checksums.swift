import Files
import Foundation
import Subprocess

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
  public static func read(_ path: String) -> [String: String] {
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
    let new = merge(digests, into: kept)
    // What signs the old text would only mislead.
    if new != text { try FileSystem.remove(signature(of: path)) }
    try FileSystem.write(Data(new.utf8), to: path)
  }
}

/// Signed as distributions sign theirs: `SHA256SUMS.asc`, which `gpg --verify` reads.
extension Checksums {
  private static func signature(of path: String) -> String { "\(path).asc" }

  /// Signs a folder's `SHA256SUMS`, where it is not signed as it is.
  ///
  /// - Parameter key: as gpg(1) takes it for `--local-user`.
  /// - Throws: also what gpg failed with.
  public static func sign(_ path: String, as key: String) async throws {
    let lock = try await Lock.acquire("\(path).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    guard let text = try PlainFile.contents(path), !FileSystem.isTaken(signature(of: path)) else { return }
    let gpg = Command("gpg", ["--batch", "--armor", "--local-user", key, "--detach-sign", "--output", "-"])
    let signature = try await checked(gpg, input: text, limits: Limits(deadline: .seconds(120))).stdout
    try FileSystem.write(signature, to: self.signature(of: path))
  }
}
