private import Files
private import Foundation
private import JSON

/// Remembers the digests of files that have been read, so that none is read again as long as it stays unchanged.
///
/// A folder of small files, one for each file that was read. What is lost there costs a reading, no more.
public struct KnownDigests: Sendable {
  private let folder: String

  private struct Entry: Codable {
    var path: String
    var stamp: FileStamp
    var sha256: String
  }

  /// - Parameter folder: made when something is remembered.
  public init(folder: String) {
    self.folder = folder
  }

  /// The digest of a file, in hexadecimal: read, unless the file is known and unchanged and its digest is the expected one.
  ///
  /// - Parameter isReread: whatever is known of it; a stamp cannot see a disk that decays.
  /// - Throws: `DigestError.unreadable`.
  public func sha256(file path: String, expected: String, isReread: Bool = false) throws(DigestError)
    -> String
  {
    let stamp = FileStamp(of: path)
    if !isReread, let stamp, let known = entry(of: path), known.stamp == stamp, known.sha256 == expected {
      return expected
    }
    forget(path)
    let isSettled = stamp?.isSettled ?? false
    let digest = try Digests.sha256(file: path)
    // Written while it was read, it is known no better than before.
    if digest == expected, isSettled, let stamp, FileStamp(of: path) == stamp {
      remember(path, stamp, digest)
    }
    return digest
  }

  /// Takes note of the digest of a file that was made of known bytes; not of one that was written a moment ago.
  public func note(_ path: String, sha256: String) {
    if let stamp = FileStamp(of: path), stamp.isSettled { remember(path, stamp, sha256) }
  }

  /// Removes what is known of files that are not there any more.
  public func prune() {
    for name in FileSystem.entries(of: folder) {
      let place = "\(folder)/\(name)"
      guard let entry = entry(at: place), FileSystem.exists(entry.path) else {
        try? FileSystem.remove(place)
        continue
      }
    }
  }

  private func remember(_ path: String, _ stamp: FileStamp, _ digest: String) {
    guard let data = try? compactJSON(Entry(path: absolute(path), stamp: stamp, sha256: digest))
    else {
      return
    }
    try? FileSystem.makeFolder(folder)
    try? FileSystem.write(data, to: place(of: path))
  }

  private func forget(_ path: String) { try? FileSystem.remove(place(of: path)) }

  private func entry(of path: String) -> Entry? {
    entry(at: place(of: path)).flatMap { $0.path == absolute(path) ? $0 : nil }
  }

  private func entry(at place: String) -> Entry? {
    guard let data = try? PlainFile.contents(place, limit: 1 << 16) else { return nil }
    return try? decodeJSON(Entry.self, from: data)
  }

  private func place(of path: String) -> String {
    "\(folder)/\(Digests.sha256(absolute(path)).prefix(32)).json"
  }

  private func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
}
