import Media
public import Planning
import Roots
import Storage

/// Removes media that nothing needs any more.
public struct MediaPrune: Sendable {
  /// A file that was removed, or would be.
  public struct Removed: Sendable, Codable {
    /// What it was called where it came from; nil when that is not known.
    public let name: String?
    public let path: String
    public let bytes: UInt64
  }

  private let store: Store

  public init(store: Store) {
    self.store = store
  }

  /// - Parameters:
  ///   - images: all whose media stay.
  ///   - isDryRun: removes nothing, and tells what would be removed.
  /// - Throws: `MediaError` for what cannot be removed.
  public func run(keeping images: [PlannedImage], isDryRun: Bool) async throws -> [Removed] {
    let needs = await MediaInventory(store: store).needs(of: images)
    let cache = store.mediaCache
    var removed: [Removed] = []
    for entry in cache.entries() where !needs.digests.contains(entry.sha256) {
      let name = cache.name(of: entry.sha256)
      if let name, needs.names.contains(name) { continue }
      if isDryRun {
        removed.append(Removed(name: name, path: entry.path, bytes: UInt64(entry.size)))
      } else if try cache.remove(entry) {
        removed.append(Removed(name: name, path: entry.path, bytes: UInt64(entry.size)))
      }
    }
    return removed
  }
}
