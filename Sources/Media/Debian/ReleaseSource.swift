internal import Foundation

/// Gets the signed states of archives, and decides which of them to believe.
struct ReleaseSource: Sendable {
  /// A state that has been verified.
  struct ArchiveState: Sendable {
    var mirror: String
    var suite: String
    var release: Release
    /// What the signature covers.
    var text: [UInt8]
  }

  /// The path of the archive's keyring on this host.
  let keyring: String
  let cache: MediaCache
  let downloader: Downloader
  let now: Date
  /// The time of a snapshot, which has what was newest then, be it expired since; nil for an archive as it is today.
  var asOf: Date?

  /// Clocks of archives and hosts may differ by this much, in seconds.
  static let clockTolerance: TimeInterval = 86400

  /// What a mirror has for a suite now, never older than what any mirror had for it before.
  /// - Throws: `MediaError`.
  func current(_ suite: String, on mirror: String, ignoresExpiry: Bool = false) async throws -> ArchiveState {
    if let asOf { return try await state(suite, on: mirror) { try check($1.release, asOf: asOf, $2) } }
    let history = VerifiedReleases(cache: cache)
    return try await state(suite, on: mirror) { document, state, url in
      if !ignoresExpiry { try checkExpiry(state.release, url) }
      let archive = archive(of: state)
      let date = state.release.info.date
      if let newest = history.newest(of: archive), date < newest {
        throw MediaError.older(url: url, date: date.ISO8601Format(), known: newest.ISO8601Format())
      }
      try history.keep(document, of: date, as: archive)
    }
  }

  /// What a mirror has for a suite now, whatever was verified before.
  func any(_ suite: String, on mirror: String) async throws -> ArchiveState {
    try await state(suite, on: mirror) { _, state, url in try checkExpiry(state.release, url) }
  }

  /// What was verified before for the archive of a state, the newest first.
  /// - Parameter refusals: gets why others do not hold any longer.
  /// - Throws: `CancellationError`.
  func earlier(than state: ArchiveState, _ refusals: inout [MediaError]) async throws -> [ArchiveState] {
    var states: [ArchiveState] = []
    for document in VerifiedReleases(cache: cache).documents(of: archive(of: state)) {
      do {
        states.append(try await verified(document, state.suite, on: state.mirror))
      } catch let error as MediaError {
        refusals.append(error)
      }
    }
    return states
  }

  private func archive(of state: ArchiveState) -> VerifiedReleases.Archive {
    .init(state.release, suite: state.suite, keyring: keyring, mirror: state.mirror)
  }

  private func state(
    _ suite: String, on mirror: String,
    check: (_ document: [UInt8], ArchiveState, _ url: String) throws -> Void
  ) async throws -> ArchiveState {
    let url = "\(mirror)/dists/\(suite)/InRelease"
    let text = try await cache.document(at: url, with: downloader) { document in
      let state = try await verified(document, suite, on: mirror)
      try check(document, state, url)
      return state.text
    }
    return ArchiveState(mirror: mirror, suite: suite, release: try Release(text, url: url), text: text)
  }

  private func verified(_ document: [UInt8], _ suite: String, on mirror: String) async throws -> ArchiveState
  {
    let url = "\(mirror)/dists/\(suite)/InRelease"
    let text = try await SignatureCheck(keyring: keyring, url: url).signedText(of: document)
    let release = try Release(text, url: url)
    guard [release.info.suite, release.info.codename].contains(suite) else {
      throw MediaError.malformed(what: url, reason: "is of \(release.info.codename), not of \(suite)")
    }
    guard release.info.date <= now.addingTimeInterval(Self.clockTolerance) else {
      throw MediaError.future(url: url, date: release.info.date.ISO8601Format())
    }
    return ArchiveState(mirror: mirror, suite: suite, release: release, text: text)
  }

  /// A state of before the snapshot that had not expired then is what it must have; signatures say so, and not the server.
  private func check(_ release: Release, asOf time: Date, _ url: String) throws {
    guard release.info.date <= time else {
      let reason =
        "is of \(release.info.date.ISO8601Format()), newer than the snapshot of \(time.ISO8601Format())"
      throw MediaError.malformed(what: url, reason: reason)
    }
    guard let validUntil = release.validUntil, validUntil < time else { return }
    throw MediaError.expired(url: url, validUntil: validUntil.formatted(.iso8601))
  }

  private func checkExpiry(_ release: Release, _ url: String) throws {
    guard let validUntil = release.validUntil, validUntil < now else { return }
    throw MediaError.expired(url: url, validUntil: validUntil.formatted(.iso8601))
  }
}
