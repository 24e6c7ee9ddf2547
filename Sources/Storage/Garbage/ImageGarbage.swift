import Files
import Foundation
import Images

/// Frees the builds of images that nothing names and that retention does not keep, and files that belong to no build.
struct ImageGarbage {
  let repository: ImageRepository
  let limits: BuildRetention.Limits

  /// What was, or would be, done.
  struct Report {
    var entries: [BuildRetention.Entry] = []
    /// Bytes of files that belong to no build.
    var strayBytes: UInt64 = 0
  }

  /// - Parameter isDryRun: removes nothing.
  /// - Throws: `StoreDamage` or `StoreRefusal` for a manifest or a name that cannot be read: what it keeps is not known, and nothing is freed.
  func run(isDryRun: Bool, now: Date) throws -> Report {
    guard FileSystem.exists(repository.folder) else { return Report() }
    close(try PlainFile.openOrCreate(repository.lockFile))
    // Decided under the lock that it is done under: whoever enters a build or names one holds it shared.
    let lock = isDryRun ? nil : try exclusive(repository.lockFile)
    defer { withExtendedLifetime(lock) {} }
    // Where the lock is another's, that one may remove some meanwhile.
    let manifests = try repository.names().flatMap(repository.builds).compactMap { id in
      do {
        return try repository.read(id)
      } catch  where !FileSystem.isTaken(repository.manifestFile(id)) {
        return nil
      }
    }
    let taken = repository.takenByParts(now: now)
    let ledgers = try repository.releases.ledgers()
    var entries = BuildRetention(
      builds(of: manifests, taken), releases: released(ledgers), limits: limits, now: now
    ).entries
    var gone: Set<BuildID> = []
    for index in entries.indices where entries[index].verdict.isFreed && !isDryRun {
      if lock != nil, try remove(entries[index].build.id) {
        gone.insert(entries[index].build.id)
      } else {
        entries[index].verdict = .inUse
      }
    }
    if isDryRun { gone = Set(entries.filter(\.verdict.isFreed).map(\.build.id)) }
    let kept = taken.union(manifests.filter { !gone.contains($0.id) }.flatMap(\.artifacts).map(\.digest))
    let known = Set(manifests.flatMap(\.artifacts).map(\.digest))
    var outcome = Report(entries: entries)
    for digest in FileSystem.entries(of: repository.blobs) where !kept.contains(digest) {
      let path = repository.blob(digest)
      if !known.contains(digest) { outcome.strayBytes += FileSystem.allocatedSize(of: path) }
      if lock != nil { try FileSystem.remove(path) }
    }
    if lock != nil { try repository.removeLostParts() }
    return outcome
  }

  /// The manifest first: what is left of a build that was half removed belongs to none.
  ///
  /// - Returns: false while somebody copies or boots it.
  private func remove(_ id: BuildID) throws -> Bool {
    let path = repository.manifestFile(id)
    guard let use = try exclusive(path) else { return false }
    defer { withExtendedLifetime(use) {} }
    try FileSystem.remove(path)
    try repository.removeAttachments(of: id)
    return true
  }

  private func exclusive(_ path: String) throws -> FileLock? {
    if case .held(let lock) = try FileLock.attempt(path, .exclusive) { lock } else { nil }
  }

  /// A file that several builds have, or that a run may still take, is nobody's own.
  private func builds(of manifests: [ImageManifest], _ taken: Set<String>) -> [BuildRetention.Build] {
    let owners = Dictionary(
      manifests.flatMap { $0.artifacts.map { ($0.digest, 1) } }, uniquingKeysWith: +)
    return manifests.map { manifest in
      let own = manifest.artifacts.filter { owners[$0.digest] == 1 && !taken.contains($0.digest) }
      return BuildRetention.Build(
        id: manifest.id,
        bytes: own.reduce(0) { $0 + FileSystem.allocatedSize(of: repository.blob($1.digest)) },
        lastUse: repository.lastUse(of: manifest.id), isWhole: repository.isWhole(manifest))
    }
  }

  /// The builds that releases stand for, each with one of them; channels name releases.
  private func released(_ ledgers: [ReleaseLedger]) -> [BuildID: String] {
    Dictionary(
      ledgers.flatMap(\.kept).map { ($0.build, $0.version) }, uniquingKeysWith: { first, _ in first })
  }
}
