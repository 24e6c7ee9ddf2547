import Media
import Files

/// Digests everything in the store's media anew.
public struct MediaCheck: Sendable {
  /// A file that is not what it was when it was taken in.
  public struct WrongFile: Sendable, Codable {
    public let path: String
    public let name: String?
    public let expected: String
    /// What its digest is now, or why it cannot be read.
    public let actual: String
  }

  /// What was found.
  public struct Result: Sendable, Codable {
    public var files = 0
    public var bytes: UInt64 = 0
    public var wrong: [WrongFile] = []
  }

  private let cache: MediaCache

  public init(store: Store) {
    cache = store.mediaCache
  }

  /// A record is small, and no file for people: it counts only where it is wrong.
  /// - Parameter removesWrong: so that the next fetch gets them again.
  /// - Throws: `MediaError` for what cannot be removed.
  public func run(removesWrong: Bool) async throws -> Result {
    var result = Result()
    for entry in cache.entries() where !entry.isPartial {
      try Task.checkCancellation()
      result.files += 1
      result.bytes += UInt64(entry.size)
      let actual: String
      do { actual = try await cache.digest(of: entry) } catch { actual = "\(error)" }
      guard actual != entry.sha256 else { continue }
      result.wrong.append(
        WrongFile(
          path: entry.path, name: cache.name(of: entry.sha256), expected: entry.sha256, actual: actual))
      if removesWrong { _ = try cache.remove(entry) }
    }
    for record in cache.wrongRecords {
      result.wrong.append(
        WrongFile(path: record.path, name: nil, expected: record.expected, actual: record.actual))
      if removesWrong { try FileSystem.remove(record.path) }
    }
    return result
  }
}
