import Images
import Imaging
import Jobs
import Storage

/// Looks into images, and compares them.
public struct ImageComparison: Sendable {
  private let store: Store
  private let reader: ContentsReader

  public init(store: Store, host: BuildHost) {
    self.store = store
    reader = ContentsReader(store: store, host: host)
  }

  /// What differs between two images, each named as `ImageReference` tells.
  ///
  /// - Parameter sections: those that are compared; nil for all.
  public func diff(_ before: String, _ after: String, only sections: Set<String>? = nil) async throws
    -> ImageDiff
  {
    // Both are found before any is read, which takes a while.
    let sources = (try store.source(before), try store.source(after))
    return ImageDiff(try await side(sources.0), try await side(sources.1), only: sections)
  }

  /// All that is in an image, and what is recorded of it.
  public func side(_ name: String) async throws -> DiffSide { try await side(try store.source(name)) }

  private func side(_ source: ImageSource) async throws -> DiffSide {
    DiffSide(
      title: source.title, contents: try await reader.contents(of: source),
      layers: store.recordedLayers(of: source))
  }

  /// What an image is compared with where nothing else is named: the release before it, else the build before it.
  ///
  /// - Returns: a name for ``diff(_:_:only:)``; nil where there is neither, and for files elsewhere.
  public func predecessor(of name: String) throws -> String? {
    guard let build = try store.images.build(ImageReference(name)) else { return nil }
    return try store.images.predecessor(of: build)?.id.description
  }
}
