import Files
import Foundation
import Images
import Planning

/// Frees the layers and kept failed builds of a store that nothing needs, and what was set aside as damaged.
public struct GarbageCollection: Sendable {
  /// What was, or would be, done.
  public struct Report: Sendable {
    public var layers: [LayerRetention.Entry]
    /// Builds of images.
    public var images: [BuildRetention.Entry] = []
    /// Of files of images that belong to no build, which were, or would be, removed.
    public var strayBytes: UInt64 = 0
    /// Why no build was freed; nil where nothing kept them.
    public var imageFault: String?
    /// Kept failed builds that were, or would be, removed for their age.
    public var failures: [KeptFailure]
    /// What had been set aside as damaged, and was, or would be, removed for its age.
    public var damaged: [Damaged] = []

    /// Of layers, builds and all else together.
    public var freedBytes: UInt64 {
      let layers = layers.filter(\.verdict.isFreed).map(\.layer.bytes)
      let images = images.filter(\.verdict.isFreed).map(\.build.bytes)
      return (layers + images + [strayBytes] + failures.map(\.bytes) + damaged.map(\.bytes)).reduce(0, +)
    }
  }

  /// What was set aside.
  public struct Damaged: Sendable {
    public var path: String
    public var bytes: UInt64
  }

  private let store: Store
  private let limits: LayerRetention.Limits
  private let retention: BuildRetention.Limits

  /// - Parameter retention: of builds of images.
  public init(store: Store, limits: LayerRetention.Limits, retention: BuildRetention.Limits = .standard) {
    self.store = store
    self.limits = limits
    self.retention = retention
  }

  /// - Parameter isDryRun: removes nothing, and tells what would be removed.
  /// - Throws: `FileError` for what cannot be read or removed; what was freed by then is whole gone.
  public func run(isDryRun: Bool, now: Date = .now) throws -> Report {
    try store.prepare()
    let failures = store.layers.keptFailures()
    let expired = failures.filter { $0.time < now - limits.age.inSeconds }
    var needs = LayerRetention.Needs(images: [:], failures: [:])
    for name in store.history.appliances() {
      needs.images[name] = store.history.previousLayers(of: name).map(\.key)
    }
    var fault: (any Error)?
    do {
      needs.releases = try releasedLayers()
    } catch let error where error is StoreDamage || error is StoreRefusal {
      fault = error
    }
    for failure in failures where !expired.contains(failure) { needs.failures[failure.name] = failure.parent }
    let plan = LayerRetention(try store.layers.asGarbage(), needs: needs, limits: limits, now: now)
    let damaged = damaged(before: now - limits.age.inSeconds)
    let entries = fault == nil ? plan.entries : plan.entries.map(\.withReleasesUnread)
    var outcome = Report(layers: entries, failures: expired, damaged: damaged)
    do {
      let images = try ImageGarbage(repository: store.images, limits: retention)
        .run(isDryRun: isDryRun, now: now)
      (outcome.images, outcome.strayBytes) = (images.entries, images.strayBytes)
    } catch let error where error is StoreDamage || error is StoreRefusal {
      outcome.imageFault = "no build of an image was freed: \(error)"
    }
    guard !isDryRun else { return outcome }
    try store.removeStaleWork()
    for failure in expired { try store.layers.forget(failure) }
    for item in damaged { try FileSystem.remove(item.path) }
    outcome.layers = try free(entries)
    for known in [store.integrity.known, store.mediaCache.knownDigests] { known.prune() }
    return outcome
  }

  private func damaged(before time: Date) -> [Damaged] {
    (store.integrity.damaged.entries + store.mediaCache.damaged.entries).filter { $0.since < time }.map {
      Damaged(path: $0.path, bytes: FileSystem.allocatedSize(of: $0.path))
    }
  }

  /// The layers of the releases that may be used.
  private func releasedLayers() throws -> [String: [LayerKey]] {
    let book = store.images.releases
    return try book.ledgers().flatMap(\.kept).reduce(into: [:]) { layers, release in
      let name = release.build.name
      do {
        layers["\(name)@\(release.version)"] = try store.images.read(release.build).layers
      } catch {
        // It may have been retired meanwhile, and freed by another process.
        guard try book.ledger(of: name).release(release.version)?.isRetired == true else { throw error }
      }
    }
  }

  private func free(_ entries: [LayerRetention.Entry]) throws -> [LayerRetention.Entry] {
    var removal = LayerRemoval(store.layers, known: entries.map(\.layer))
    return try entries.map { entry in
      guard entry.verdict.isFreed, try !removal.remove(entry.layer) else { return entry }
      return LayerRetention.Entry(layer: entry.layer, verdict: .usedSince)
    }
  }
}

extension LayerRetention.Entry {
  fileprivate var withReleasesUnread: Self {
    verdict.isFreed ? LayerRetention.Entry(layer: layer, verdict: .releasesUnread) : self
  }
}

extension LayerStore {
  /// What is known of each layer that is there.
  fileprivate func asGarbage() throws -> [LayerRetention.Layer] {
    try present().map { key in
      let stored = try? read(key)
      return LayerRetention.Layer(
        key: key, name: stored?.record.name, parent: stored?.parent,
        bytes: FileSystem.allocatedSize(of: folder(of: key)), lastUse: lastUse(of: key),
        isInUse: try isInUse(key))
    }
  }
}
