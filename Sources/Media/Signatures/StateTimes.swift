internal import Foundation

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
