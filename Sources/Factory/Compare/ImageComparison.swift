import Foundation
import Images
import Imaging
import Jobs
import Storage

/// Looks into images, and compares them.
public struct ImageComparison: Sendable {
  private let store: Store
  private let reader: ContentsReader
  private let audit: ImageAudit.Run?

  /// - Parameter audit: finds what is known to be vulnerable in them; nil where there are no data.
  public init(store: Store, host: BuildHost, audit: ImageAudit.Run? = nil) {
    self.store = store
    self.audit = audit
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
    var sides = (try await side(sources.0), try await side(sources.1))
    if let audit, sections?.contains(ImageDiff.vulnerabilities) ?? true {
      sides.0.vulnerabilities = try await audit(bill(sides.0)).vulnerabilities
      sides.1.vulnerabilities = try await audit(bill(sides.1)).vulnerabilities
    }
    return ImageDiff(sides.0, sides.1, only: sections)
  }

  /// All that is in an image, and what is recorded of it.
  public func side(_ name: String) async throws -> DiffSide { try await side(try store.source(name)) }

  private func side(_ source: ImageSource) async throws -> DiffSide {
    DiffSide(
      title: source.title, contents: try await reader.contents(of: source),
      layers: store.recordedLayers(of: source), tests: try store.recordedTests(of: source))
  }

  private func bill(_ side: DiffSide) -> BillOfMaterials {
    BillOfMaterials(
      side.contents, of: .init(name: side.title, version: nil, digest: "", created: .now))
  }

  /// What an image is compared with where nothing else is named: the release before it, else the build before it.
  ///
  /// - Returns: a name for ``diff(_:_:only:)``; nil where there is neither, and for files elsewhere.
  public func predecessor(of name: String) throws -> String? {
    guard let build = try store.images.build(ImageReference(name)) else { return nil }
    return try store.images.predecessor(of: build)?.id.description
  }
}
