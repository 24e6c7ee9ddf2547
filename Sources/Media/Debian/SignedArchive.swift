private import Digests
public import Foundation

/// One suite of a Debian archive in one signed state, which has been verified.
///
/// Every file that is fetched through it is held against the digests that the signature covers, whichever mirror it is from.
public struct SignedArchive: Sendable {
  /// The base URL of the mirror that it was opened on, without a slash at the end.
  public let mirror: String
  public let suite: String
  public let release: ReleaseInfo
  /// The SHA-256 of the signed text: the same one, the same state.
  public let digest: String
  let source: ReleaseSource
  let contents: Release
  /// All that may have its files.
  let mirrors: MirrorList

  /// Opens the archive on the first of several mirrors that has it, verified.
  /// - Parameter asOf: the time of the snapshot that the mirrors are; nil for an archive as it is today.
  /// - Throws: `MediaError`, with what each mirror failed with.
  public static func open(
    mirrors: [String], suite: String, keyring: String, cache: MediaCache, downloader: Downloader,
    now: Date = Date(), ignoresExpiry: Bool = false, asOf: Date? = nil
  ) async throws -> SignedArchive {
    let source = ReleaseSource(keyring: keyring, cache: cache, downloader: downloader, now: now, asOf: asOf)
    let mirrors = mirrors.map(withoutSlashAtEnd)
    return try await inTurn(mirrors) { mirror in
      let state = try await source.current(suite, on: mirror, ignoresExpiry: ignoresExpiry)
      return SignedArchive(state, from: source, mirrors: mirrors)
    }
  }

  /// Fetches `dists/SUITE/InRelease`, when the mirror has another than the one that is cached, and verifies it.
  /// - Parameters:
  ///   - mirror: a base URL such as `http://mirror.example.org/debian`.
  ///   - keyring: the path of the archive's keyring on this host.
  ///   - now: held against the archive's `Date` and `Valid-Until`.
  /// - Throws: `MediaError`.
  public static func open(
    mirror: String, suite: String, keyring: String, cache: MediaCache, downloader: Downloader,
    now: Date = Date()
  ) async throws -> SignedArchive {
    try await open(
      mirrors: [mirror], suite: suite, keyring: keyring, cache: cache, downloader: downloader, now: now)
  }

  /// - Parameter mirrors: others that may have its files, in the order in which they are asked.
  init(_ state: ReleaseSource.ArchiveState, from source: ReleaseSource, mirrors: [String]) {
    mirror = state.mirror
    suite = state.suite
    release = state.release.info
    digest = sha256(state.text)
    contents = state.release
    self.source = source
    self.mirrors = MirrorList([state.mirror] + mirrors.filter { $0 != state.mirror })
  }

  /// The digests of all its indexes.
  public var indexDigests: [String] { contents.digests }

  /// What it is, for messages: where it came from, with its version and date.
  var title: String {
    let version = release.version.isEmpty ? "" : "\(release.version), "
    return "\(mirror)/dists/\(suite) (\(version)\(release.date.ISO8601Format()))"
  }

  /// Whether the release lists an index of this name, such as `main/Contents-udeb-amd64`, packed in whatever way.
  func lists(_ name: String) -> Bool { contents.lists(name) }

  /// The first mirror that is not known to lack an index, for those who fetch from one mirror only; the one that the archive
  /// was opened on when all are.
  /// - Parameter name: such as `main/binary-amd64/Packages`, which was asked for before.
  func mirror(serving name: String) -> String { mirrors.mirror(having: name) ?? mirror }

  /// The mirror from which a system can be installed: one that serves the index of its packages.
  /// - Throws: `MediaError.inconsistent` when none does.
  public func mirrorOfPackages(architecture: String) async throws -> String {
    let name = Self.index("main", architecture)
    _ = try await index(name)
    return mirror(serving: name)
  }

  /// Fetches an index.
  /// - Parameter name: relative to the suite's folder and without a packing's suffix, such as `main/binary-amd64/Packages`.
  /// - Returns: its path in the cache; it may be packed.
  func index(_ name: String) async throws -> String {
    let places = contents.places(of: name)
    guard !places.isEmpty else {
      throw MediaError.absent(what: name, from: "\(mirror)/dists/\(suite)/InRelease")
    }
    if let place = places.first(where: { source.cache.contains(sha256: $0.entry.sha256) }) {
      return source.cache.path(sha256: place.entry.sha256)
    }
    return try await mirrors.first(of: places, archive: title, what: name, isFixed: \.isByHash) {
      mirror, place in
      try await source.cache.file(
        sha256: place.entry.sha256, size: place.entry.size,
        from: url("dists/\(suite)/\(place.path)", on: mirror), with: source.downloader)
    }
  }

  /// Fetches a package.
  /// - Returns: its path in the cache.
  /// - Throws: `MediaError.inconsistent` when no mirror's pool has it.
  public func fetch(_ package: Package) async throws -> String {
    try await mirrors.first(
      of: [package.filename], archive: title, what: package.filename, isFixed: { _ in true }
    ) { mirror, path in
      try await source.cache.file(
        sha256: package.sha256, size: package.size, from: url(path, on: mirror), with: source.downloader)
    }
  }

  /// A file of the archive. Some servers take a bare `+` for a blank, so it is encoded, as apt does.
  private func url(_ path: String, on mirror: String) -> String {
    var allowed = CharacterSet.urlPathAllowed
    allowed.remove(charactersIn: "+")
    return "\(mirror)/" + (path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path)
  }
}

func withoutSlashAtEnd(_ url: String) -> String {
  var url = url
  while url.hasSuffix("/") { url.removeLast() }
  return url
}

extension SignedArchive {
  /// Opens the suites that a system's packages are from, each on the first of its mirrors that has it, verified.
  /// - Parameters:
  ///   - archives: those of RPM packages are passed over.
  ///   - asOf: the time of the snapshot that their mirrors are; nil for archives as they are today.
  ///   - allowsMissingUpdates: whether a suite of updates that is not security's is left out where it is absent, out of
  ///     date or out of reach. What has a bad signature, or shows another time than it may, is an error all the same.
  ///   - onMissing: hears what is left out, and why.
  /// - Throws: `MediaError`.
  public static func open(
    _ archives: [PackageArchive], asOf: Date? = nil, allowsMissingUpdates: Bool, cache: MediaCache,
    downloader: Downloader,
    now: Date = Date(), onMissing: (_ suite: String, MediaError) -> Void
  ) async throws -> [SignedArchive] {
    var opened: [SignedArchive] = []
    for case .debian(let mirrors, let suite, let keyring, let isSecurity) in archives {
      do {
        opened.append(
          try await open(
            mirrors: mirrors, suite: suite, keyring: keyring, cache: cache, downloader: downloader, now: now,
            asOf: asOf))
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
