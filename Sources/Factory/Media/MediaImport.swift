import Failures
import Files
import Foundation
import Jobs
import Media
public import Planning
import Roots
import Storage

/// Takes a file that was got by other means into the store, when a recipe needs just that file.
public struct MediaImport: Sendable {
  private let store: Store
  private let isOffline: Bool

  /// - Parameter isOffline: digests come from recipes, and from signed lists that are here already.
  public init(store: Store, isOffline: Bool) {
    self.store = store
    self.isOffline = isOffline
  }

  /// - Parameter images: those whose media it may be.
  /// - Returns: what it is now.
  /// - Throws: `BuildError` with what the images need, when it is none of that; `FileError` where it cannot be read.
  public func run(_ path: String, for images: [PlannedImage]) async throws -> MediaItem {
    guard let bytes = FileSystem.size(of: path) else {
      throw FileError.system("cannot read \(path)", path)
    }
    try store.prepare()
    let digest = try await MediaFetcher.sha256(file: path)
    var others: [String] = []
    for image in images.withMediaOfTheirOwn {
      let fetcher = store.mediaFetcher(for: image.appliance, isOffline: isOffline)
      for file in image.appliance.installer.files where file.localPath == nil {
        do {
          let wanted = try await fetcher.expected(of: file)
          if try await MediaFetcher.digest(file: path, as: wanted) == wanted {
            try await fetcher.cache.take(path, sha256: digest)
            if case .sha512(let long) = wanted { try fetcher.cache.note(sha512: long, of: digest) }
            return MediaItem(
              recipe: image.distribution, name: file.name, state: .present,
              path: fetcher.cache.path(sha256: digest), bytes: bytes, sha256: digest)
          }
          others.append("\(image.distribution) needs \(file.name), \(wanted.text)")
        } catch let error as MediaError {
          others.append("\(image.distribution) needs \(file.name): \(error)")
        }
      }
    }
    throw BuildError(
      .mediaMissing,
      "\(path): SHA-256 is \(digest), and no recipe needs such a file:"
        + others.map { "\n  \($0)" }.joined())
  }
}
