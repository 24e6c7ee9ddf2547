internal import Foundation

extension SignedArchive {
  /// Verified states of the same archive that may stand in for this one, the newest first: what other mirrors have, what
  /// is there under the suite's other name, and what was verified before.
  ///
  /// A security archive has none: an older state of it is what an attacker would show.
  /// - Parameter maximumAge: in seconds; an older state is left out, and so is one that has expired.
  func earlierStates(maximumAge: Duration) async -> [SignedArchive] {
    guard !isSecurity else { return [] }
    var found: [ReleaseSource.State] = []
    for mirror in mirrors.all {
      for name in Set([suite, release.suite, release.codename]).sorted()
      where !name.isEmpty && (name, mirror) != (suite, self.mirror) {
        if let state = try? await source.any(name, on: mirror) { found.append(state) }
      }
    }
    found += await source.earlier(than: .init(mirror: mirror, suite: suite, release: contents, text: []))
    let states = found.filter { mayStandIn($0.release, maximumAge) }
      .map { SignedArchive($0, from: source, mirrors: mirrors.all) }
    // The same state may have its files in one suite's folder and not in the other's.
    var seen: Set = ["\(suite) \(digest)"]
    return states.sorted { $0.release.date > $1.release.date }
      .filter { seen.insert("\($0.suite) \($0.digest)").inserted }
  }

  private var isSecurity: Bool {
    [suite, contents.label, release.suite, release.codename].contains { $0.lowercased().contains("security") }
  }

  private func mayStandIn(_ other: Release, _ maximumAge: Duration) -> Bool {
    let age = source.now.timeIntervalSince(other.info.date)
    return other.info.codename == release.codename && other.origin == contents.origin
      && other.label == contents.label && age <= TimeInterval(maximumAge.components.seconds)
      && (other.validUntil.map { $0 >= source.now } ?? true)
  }
}
