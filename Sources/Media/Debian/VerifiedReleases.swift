private import Digests
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
    try Data(document).write(to: URL(filePath: place), options: .atomic)
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
