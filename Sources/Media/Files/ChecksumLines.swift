private import Foundation

/// The digests of a list such as `SHA256SUMS`, `SHA512SUMS` or `CHECKSUM`.
///
/// Lines of two forms are read: `DIGEST  NAME` or `DIGEST *NAME`, and BSD's `SHA256 (NAME) = DIGEST`; both are described
/// in sha256sum(1) and sha512sum(1). All else is passed over: comments, sizes, digests of other kinds.
struct ChecksumLines {
  private var digests: [String: Set<FileDigest>] = [:]

  init(_ text: [UInt8]) {
    for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard let (name, written) = Self.tagged(line) ?? Self.plain(line) else { continue }
      if let digest = FileDigest(written) { digests[Self.clean(name), default: []].insert(digest) }
    }
  }

  /// The digest of a file, by its path from the list's folder; nil where the list has none.
  /// - Parameter url: where the list is from, for messages.
  /// - Throws: `MediaError.malformed` when it has several.
  func digest(of name: String, url: String) throws(MediaError) -> FileDigest? {
    let all = digests[Self.clean(name)] ?? []
    // A list may have both; the one that files are kept by is preferred.
    let short = all.filter { if case .sha256 = $0 { true } else { false } }
    let found = short.isEmpty ? all : short
    guard !found.isEmpty else { return nil }
    guard found.count == 1 else { throw .malformed(what: url, reason: "two digests for \(name)") }
    return found.first
  }

  private static func tagged(_ line: Substring) -> (name: Substring, digest: String)? {
    guard let start = ["SHA256 (", "SHA512 ("].first(where: line.hasPrefix),
      let end = line.range(of: ") = ", options: .backwards)
    else { return nil }
    return (line[..<end.lowerBound].dropFirst(start.count), trimmed(line[end.upperBound...]))
  }

  private static func plain(_ line: Substring) -> (name: Substring, digest: String)? {
    guard let end = line.firstIndex(where: { $0 == " " || $0 == "\t" }) else { return nil }
    let name = line[line.index(after: end)...]
    guard let mark = name.first, " *\t".contains(mark) else { return nil }
    return (name.dropFirst(), String(line[..<end]))
  }

  private static func clean(_ name: some StringProtocol) -> String {
    let name = trimmed(Substring(name))
    return name.hasPrefix("./") ? String(name.dropFirst(2)) : name
  }
}
