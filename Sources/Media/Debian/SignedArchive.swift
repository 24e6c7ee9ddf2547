private import Digests
public import Foundation

/// One suite of a Debian archive on a mirror, whose signature has been verified.
///
/// Every file that is fetched through it is held against the digests that the signature covers.
public struct SignedArchive: Sendable {
  /// The mirror's base URL, without a slash at the end.
  public let mirror: String
  public let suite: String
  public let release: ReleaseInfo
  /// The SHA-256 of the signed text: the same one, the same archive.
  public let digest: String
  private let contents: Release
  private let cache: MediaCache
  private let downloader: Downloader

  /// Opens the archive on the first of several mirrors that has it, verified.
  /// - Throws: `MediaError`, with what each mirror failed with.
  public static func open(
    mirrors: [String], suite: String, keyring: String, cache: MediaCache, downloader: Downloader,
    now: Date = Date()
  ) async throws -> SignedArchive {
    try await inTurn(mirrors) { mirror in
      try await open(
        mirror: mirror, suite: suite, keyring: keyring, cache: cache, downloader: downloader, now: now)
    }
  }

  /// Fetches `dists/SUITE/InRelease`, when the mirror has another than the one that is cached, and verifies it.
  /// - Parameters:
  ///   - mirror: a base URL such as `http://mirror.example.org/debian`.
  ///   - keyring: the path of the archive's keyring on this host.
  ///   - now: held against the archive's `Valid-Until`.
  /// - Throws: `MediaError`.
  public static func open(
    mirror: String, suite: String, keyring: String, cache: MediaCache, downloader: Downloader,
    now: Date = Date()
  ) async throws -> SignedArchive {
    var base = mirror
    while base.hasSuffix("/") { base.removeLast() }
    let url = "\(base)/dists/\(suite)/InRelease"
    let check = SignatureCheck(keyring: keyring, url: url)
    let text = try await cache.document(at: url, with: downloader) { try await check.signedText(of: $0) }
    let contents = try Release(text, url: url)
    if let validUntil = contents.validUntil, validUntil < now {
      throw MediaError.expired(url: url, validUntil: validUntil.formatted(.iso8601))
    }
    guard [contents.info.suite, contents.info.codename].contains(suite) else {
      throw MediaError.malformed(what: url, reason: "is of \(contents.info.codename), not of \(suite)")
    }
    return SignedArchive(
      mirror: base, suite: suite, release: contents.info, digest: sha256(text), contents: contents,
      cache: cache, downloader: downloader)
  }

  /// The digests of all its indexes.
  public var indexDigests: [String] { contents.digests }

  /// Whether the release lists an index of this name, such as `main/Contents-udeb-amd64.gz`.
  func lists(_ name: String) -> Bool { contents.entry(name) != nil }

  /// Fetches an index.
  /// - Parameter name: relative to the suite's folder, such as `main/binary-amd64/Packages.xz`.
  /// - Returns: its path in the cache.
  func index(_ name: String) async throws -> String {
    guard let entry = contents.entry(name) else {
      throw MediaError.absent(what: name, from: "\(mirror)/dists/\(suite)/InRelease")
    }
    let folder = name.split(separator: "/").dropLast().joined(separator: "/")
    let place = contents.acquireByHash ? "\(folder)/by-hash/SHA256/\(entry.sha256)" : name
    return try await cache.file(
      sha256: entry.sha256, size: entry.size, from: url("dists/\(suite)/\(place)"), with: downloader)
  }

  /// Fetches a package.
  /// - Returns: its path in the cache.
  public func fetch(_ package: Package) async throws -> String {
    try await cache.file(
      sha256: package.sha256, size: package.size, from: url(package.filename), with: downloader)
  }

  /// A file of the archive. Some servers take a bare `+` for a blank, so it is encoded, as apt does.
  func url(_ path: String) -> String {
    var allowed = CharacterSet.urlPathAllowed
    allowed.remove(charactersIn: "+")
    return "\(mirror)/" + (path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path)
  }
}
