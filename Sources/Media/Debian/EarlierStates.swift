internal import Foundation

/// Verified states of an archive from before the newest one.
struct EarlierStates: Sendable {
  /// Those that may stand in for it, the newest first.
  var states: [SignedArchive] = []
  /// Why others may not, or could not be had.
  var refusals: [MediaError] = []
}

extension SignedArchive {
  /// Verified states of the same archive that may stand in for this one: what other mirrors have, what is there under the
  /// suite's other name, and what was verified before.
  ///
  /// A security archive has none: an older state of it is what an attacker would show.
  /// - Parameter maximumAge: in seconds; an older state is refused, and so is one that has expired.
  /// - Throws: `CancellationError`.
  func earlierStates(maximumAge: Duration) async throws -> EarlierStates {
    guard !isSecurity else {
      let reason = "is a security archive, for which no older state stands in"
      return EarlierStates(refusals: [.notStandingIn(url: "\(mirror)/dists/\(suite)", reason: reason)])
    }
    var found = EarlierStates()
    // The same state may have its files in one suite's folder and not in the other's.
    var seen: Set = ["\(suite) \(digest)"]
    for candidate in try await candidates(&found.refusals) {
      let archive = SignedArchive(candidate, from: source, mirrors: mirrors.usable)
      guard seen.insert("\(archive.suite) \(archive.digest)").inserted else { continue }
      if let reason = refusal(of: candidate.release, maximumAge) {
        let url = "\(archive.mirror)/dists/\(archive.suite)/InRelease"
        found.refusals.append(.notStandingIn(url: url, reason: reason))
      } else {
        found.states.append(archive)
      }
    }
    found.states.sort { $0.release.date > $1.release.date }
    return found
  }

  /// All states that can be had and hold, on their own, whatever they are of.
  private func candidates(_ refusals: inout [MediaError]) async throws -> [ReleaseSource.ArchiveState] {
    var found: [ReleaseSource.ArchiveState] = []
    for mirror in mirrors.usable {
      for name in Set([suite, release.suite, release.codename]).sorted()
      where !name.isEmpty && (name, mirror) != (suite, self.mirror) {
        do {
          found.append(try await source.any(name, on: mirror))
        } catch let error as MediaError {
          refusals.append(error)
          guard case .transfer = error else { continue }
          mirrors.noteUnreachable(mirror)
          break
        }
      }
    }
    let own = ReleaseSource.ArchiveState(mirror: mirror, suite: suite, release: contents, text: [])
    return found + (try await source.earlier(than: own, &refusals))
  }

  private var isSecurity: Bool {
    [suite, contents.label, release.suite, release.codename].contains { $0.lowercased().contains("security") }
  }

  /// Why a state may not stand in; nil where it may.
  private func refusal(of other: Release, _ maximumAge: Duration) -> String? {
    let date = other.info.date
    guard other.info.codename == release.codename else {
      return "is of \(other.info.codename), not of \(release.codename)"
    }
    guard other.origin == contents.origin, other.label == contents.label else {
      return "is of another archive: \(other.origin) \(other.label), not \(contents.origin) \(contents.label)"
    }
    guard source.now.timeIntervalSince(date) <= TimeInterval(maximumAge.components.seconds) else {
      let days = maximumAge.components.seconds / 86400
      return "is of \(date.ISO8601Format()), older than max_release_age (\(days) days)"
    }
    if let validUntil = other.validUntil, validUntil < source.now {
      return "expired on \(validUntil.ISO8601Format())"
    }
    return nil
  }
}

/// What may stand in for the state of an archive that names files which its mirrors do not have.
public struct MirrorPolicy: Hashable, Sendable, Codable {
  /// Nothing may: a mirror that is between two states is an error.
  public var isStrict: Bool
  /// How old a verified state may be that stands in. In seconds.
  public var maximumAge: Duration

  /// Debian makes a point release every two months or so.
  public static let usualMaximumAge = Duration.seconds(120 * 86400)

  public init(isStrict: Bool = false, maximumAge: Duration = usualMaximumAge) {
    self.isStrict = isStrict
    self.maximumAge = maximumAge
  }
}
