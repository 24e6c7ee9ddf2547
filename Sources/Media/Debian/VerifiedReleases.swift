private import Digests
private import Files
internal import Foundation

/// The signed states of archives that were verified on this host: the last few of each, as they were signed.
///
/// They say what an archive may not fall back behind, and what may stand in while a mirror is between two states.
struct VerifiedReleases: Sendable {
  /// What makes two states those of one archive, wherever they came from.
  struct Archive: Hashable, Sendable {
    let name: String

    /// - Parameters:
    ///   - suite: as it was asked for.
    ///   - mirror: tells archives apart that do not say whose they are.
    init(_ release: Release, suite: String, keyring: String, mirror: String) {
      let isNamed = !release.origin.isEmpty || !release.label.isEmpty
      name = [release.origin, release.label, release.info.codename, suite, keyring, isNamed ? "" : mirror]
        .joined(separator: "\n")
    }
  }

  let cache: MediaCache
  private static let kept = 4

  /// The date of the newest state; nil for an archive that was never verified.
  func newest(of archive: Archive) -> Date? {
    states(of: archive).first.map { Date(timeIntervalSince1970: TimeInterval($0.seconds)) }
  }

  /// The signed documents, the newest first.
  func documents(of archive: Archive) -> [[UInt8]] {
    states(of: archive).compactMap { FileManager.default.contents(atPath: $0.path).map { [UInt8]($0) } }
  }

  /// Keeps a document that has just been verified, and forgets the oldest.
  func keep(_ document: [UInt8], of date: Date, as archive: Archive) throws {
    let place = "\(folder(archive))/\(Int(date.timeIntervalSince1970))-\(sha256(document).prefix(16))"
    guard !FileManager.default.fileExists(atPath: place) else { return }
    try cache.makeFolder(of: place)
    try FileSystem.write(Data(document), to: place)
    for state in states(of: archive).dropFirst(Self.kept) { unlink(state.path) }
  }

  private func states(of archive: Archive) -> [(seconds: Int, path: String)] {
    let folder = folder(archive)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name in
      name.split(separator: "-").first.flatMap { Int($0) }.map { ($0, "\(folder)/\(name)") }
    }
    .sorted { ($0.seconds, $0.path) > ($1.seconds, $1.path) }
  }

  private func folder(_ archive: Archive) -> String {
    "\(cache.folder)/indexes/verified/\(sha256(archive.name).prefix(32))"
  }
}

/// Keeps out signed states of another time, of what has no history of its own as an archive's suites have.
///
/// None is believed that is older than one that was verified before, at whichever of its addresses, or of more than a
/// day ahead.
struct StateTimes: Sendable {
  let cache: MediaCache
  /// Where the document may be had.
  let addresses: [String]
  /// The path of the keys that it is checked with; empty where there are none.
  let keyring: String
  /// How many seconds older a document may be than what another address had, whose mirror is ahead; at its own address it
  /// may not be older at all.
  var lag: TimeInterval = 0
  var now = Date()

  /// Takes a document that has been verified.
  /// - Throws: `MediaError.older`, `MediaError.future`.
  func accept(_ document: [UInt8], of date: Date, from url: String) throws {
    guard date <= now.addingTimeInterval(ReleaseSource.clockTolerance) else {
      throw MediaError.future(url: url, date: date.ISO8601Format())
    }
    let history = VerifiedReleases(cache: cache)
    let known = addresses.compactMap { address in
      history.newest(of: state(at: address)).map { $0.addingTimeInterval(address == url ? 0 : -lag) }
    }
    if let newest = known.max(), date < newest {
      throw MediaError.older(url: url, date: date.ISO8601Format(), known: newest.ISO8601Format())
    }
    try history.keep(document, of: date, as: state(at: url))
  }

  private func state(at url: String) -> VerifiedReleases.Archive { .init(url: url, keyring: keyring) }
}

extension VerifiedReleases.Archive {
  /// What is known by its address alone.
  fileprivate init(url: String, keyring: String) {
    name = [url, keyring].joined(separator: "\n")
  }
}
