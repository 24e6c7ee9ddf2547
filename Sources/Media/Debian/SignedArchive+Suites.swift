public import Foundation

extension SignedArchive {
  /// Opens the suites that a system's packages are from, each on the first of its mirrors that has it, verified.
  /// - Parameters:
  ///   - archives: those of RPM packages are passed over.
  ///   - allowsMissingUpdates: whether a suite of updates that is not security's is left out where it is absent, out of
  ///     date or out of reach. What has a bad signature, or shows another time than it may, is an error all the same.
  ///   - onMissing: hears what is left out, and why.
  /// - Throws: `MediaError`.
  public static func open(
    _ archives: [PackageArchive], allowsMissingUpdates: Bool, cache: MediaCache, downloader: Downloader,
    now: Date = Date(), onMissing: (_ suite: String, MediaError) -> Void
  ) async throws -> [SignedArchive] {
    var opened: [SignedArchive] = []
    for case .debian(let mirrors, let suite, let keyring, let isSecurity) in archives {
      do {
        opened.append(
          try await open(
            mirrors: mirrors, suite: suite, keyring: keyring, cache: cache, downloader: downloader, now: now))
      } catch let error as MediaError
        where allowsMissingUpdates && !isSecurity && suite.hasSuffix("-updates") && error.isOfAbsence
      {
        onMissing(suite, error)
      }
    }
    return opened
  }
}

extension MediaError {
  /// Whether there is nothing to be had, or nothing current: neither a forgery nor a fault of this host.
  fileprivate var isOfAbsence: Bool {
    switch self {
    case .status, .transfer, .expired, .inconsistent: true
    case .everywhere(let errors): !errors.isEmpty && errors.allSatisfy(\.isOfAbsence)
    default: false
    }
  }
}
