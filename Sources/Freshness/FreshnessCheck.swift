import Failures
import Foundation
import Images
import Jobs
import Media
import Planning
import Recipes
import Storage

/// Holds the packages of images against what archives have: from the store and the indexes alone, nothing is started.
public struct FreshnessCheck: Sendable {
  /// Of all images, and of each archive that was asked, once.
  public struct Result: Sendable {
    public internal(set) var images: [ImageFreshness] = []
    public internal(set) var sources: [PackageIndexReader.Source] = []
  }

  let store: Store
  let securityMirror: String?
  private let isOffline: Bool

  /// - Parameter securityMirror: where builds fetch Debian's security updates; nil: where images do.
  public init(store: Store, securityMirror: String?, isOffline: Bool) {
    self.store = store
    self.securityMirror = securityMirror
    self.isOffline = isOffline
  }

  /// Looks at each image as it was last built.
  /// - Throws: `CancellationError`; all else is a verdict.
  public func run(_ plan: Plan) async throws -> Result {
    let present = store.layers.present()
    let examinations = try await examine(plan.images) { image in
      let recorded = store.history.previousLayers(of: image.appliance.name).map(\.key)
      return [recorded, image.layers].first { $0.last.map(present.contains) ?? false }
    }
    return Result(images: examinations.images.map(\.freshness), sources: examinations.sources)
  }

  /// - Parameter layers: those of an image that are looked at, root first; nil where there are none.
  func examine(
    _ images: [PlannedImage], layers: (PlannedImage) -> [LayerKey]?
  ) async throws -> (images: [ImageExamination], sources: [PackageIndexReader.Source]) {
    let reader = LayerReader(store)
    var examinations = images.map {
      ImageExamination($0, layers: layers($0), reader: reader, security: securityMirror)
    }
    let asking = Dictionary(grouping: examinations.indices) { examinations[$0].query }
    var sources: [PackageIndexReader.Source] = []
    for (query, indices) in asking {
      guard let query else { continue }
      do {
        let names = Set(indices.flatMap { examinations[$0].chain?.packages.packages.map(\.name) ?? [] })
        let reading = try await read(query, names: names, for: examinations[indices[0]].image)
        sources += reading.sources.filter { !sources.contains($0) }
        for index in indices { examinations[index].judge(by: reading.index) }
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        for index in indices { examinations[index].fail("\(error)") }
      }
    }
    return (examinations, sources.sorted { $0.url < $1.url })
  }

  /// Each archive is asked once for all images that ask it for packages.
  private func read(
    _ query: PackageQuery, names: Set<String>, for image: PlannedImage
  ) async throws -> PackageIndexReader.Reading {
    let fetcher = store.mediaFetcher(for: image.appliance, isOffline: isOffline)
    return try await PackageIndexReader(fetcher).read(
      query.archives, asOf: query.asOf, format: query.format, architecture: query.architecture, names: names)
  }
}

/// How fresh an image's packages are.
public struct ImageFreshness: Sendable {
  public let name: String
  public let version: String
  /// When its last layer was finished; nil where there is none.
  public let built: Date?
  public let verdict: Verdict
  /// The layers that must be made anew for its updates, root first; all that derives from one follows it.
  public let origins: [LayerName]

  /// What was found out.
  public enum Verdict: Sendable {
    case notBuilt
    /// It cannot be told, for this reason; with its cause where that is known.
    case unknown(String, cause: FailureCause? = nil)
    case known([Update])
  }

  /// A package that could be newer.
  public struct Update: Sendable {
    public let package: PackageUpdate
    /// The layer that must be made anew for it.
    public let layer: LayerName?
    let layerKey: LayerKey?
  }

  /// Those found; empty as well where nothing is known.
  public var updates: [Update] { if case .known(let updates) = verdict { updates } else { [] } }
}
