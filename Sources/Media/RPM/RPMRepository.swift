private import Archive
private import Files
internal import Foundation
internal import XML

/// A repository of RPM packages, whose metadata have been verified.
///
/// `repomd.xml` has the digests of all other metadata. It is held against the signature beside it, `repomd.xml.asc`, where
/// there are keys to check that with; a distribution that signs none is trusted as far as https goes.
struct RPMRepository: Sendable {
  /// Of `repomd.xml`.
  let url: String
  private let address: String
  private let contents: RepositoryContents
  private let cache: MediaCache
  private let downloader: Downloader
  private static let readers = BlockingPool(limit: 2)

  /// - Parameters:
  ///   - address: of the folder that `repodata` is in.
  ///   - mirrors: folders of the same repository: no state is believed that is older than what one of them had.
  ///   - keyring: the path of the distribution's keys on this host; nil where there are none.
  ///   - now: held against the newest time that `repomd.xml` says.
  /// - Throws: `MediaError`.
  static func open(
    _ address: String, mirrors: [String] = [], keyring: String?, cache: MediaCache, downloader: Downloader,
    now: Date = Date()
  ) async throws -> RPMRepository {
    let address = withoutSlashAtEnd(address)
    let url = list(in: address)
    let times = StateTimes(
      cache: cache, addresses: [url] + mirrors.map(list), keyring: keyring ?? "", now: now)
    let text = try await cache.document(at: url, with: downloader) { document in
      try await verified(
        document, url: url, keyring: keyring, times: times, cache: cache, downloader: downloader)
    }
    return RPMRepository(
      url: url, address: address, contents: try RepositoryContents(text, url: url), cache: cache,
      downloader: downloader)
  }

  private static func list(in address: String) -> String {
    "\(withoutSlashAtEnd(address))/repodata/repomd.xml"
  }

  private static func verified(
    _ document: [UInt8], url: String, keyring: String?, times: StateTimes, cache: MediaCache,
    downloader: Downloader
  ) async throws -> [UInt8] {
    func checkTime() throws {
      guard let date = try RepositoryContents(document, url: url).date else { return }
      try times.accept(document, of: date, from: url)
    }
    if let keyring {
      let check = SignatureCheck(keyring: keyring, url: url)
      do {
        return try await cache.document(at: "\(url).asc", with: downloader) { signature in
          let text = try await check.signedText(of: document, detached: signature)
          // Before the signature is kept: the last one belongs to the last document.
          try checkTime()
          return text
        }
      } catch MediaError.status(_, 404), MediaError.offline {
        // Not signed; or it was not when it came here.
      }
    }
    guard url.hasPrefix("https://") else {
      let reason = keyring == nil ? "there is no key to check it with" : "it is not signed"
      throw MediaError.badSignature(url: url, reason: "\(reason), and it did not come over https")
    }
    try checkTime()
    return document
  }

  /// Takes in what the repository has of these packages, and which versions its advisories say close holes.
  /// - Throws: `MediaError`.
  func add(_ names: Set<String>, to index: inout PackageIndex) async throws {
    guard let primary = try await metadata("primary") else {
      throw MediaError.absent(what: "primary metadata", from: url)
    }
    let packages = try await Self.readers.run {
      let handler = PrimaryReader(names: names)
      try readXML(file: primary, handler)
      return handler.packages
    }
    for package in packages { index.add(package) }
    guard let advisories = try await metadata("updateinfo") else { return }
    let fixes = try await Self.readers.run {
      let handler = UpdateInfoReader(names: names)
      try readXML(file: advisories, handler)
      return handler.fixes
    }
    for fix in fixes { index.addFix(fix) }
  }

  /// The names that its packages go by.
  /// - Throws: `MediaError`.
  func names(knownIn cache: MediaCache) async throws -> PackageNames {
    guard let file = contents.file("primary") else {
      throw MediaError.absent(what: "primary metadata", from: url)
    }
    let kept = KeptNames(cache: cache, index: "\(url) primary", digest: file.sha256)
    let names = try await kept.names {
      guard let primary = try await metadata("primary") else { return [] }
      return try await Self.readers.run {
        let handler = PrimaryNamesReader()
        try readXML(file: primary, handler)
        return handler.names
      }
    }
    return PackageNames(names, date: contents.date)
  }

  /// The path of the metadata of a type, such as `primary`; nil where the repository has none.
  private func metadata(_ type: String) async throws -> String? {
    guard let file = contents.file(type) else { return nil }
    // Its name mostly has its digest in it; where it does not, other bytes are those of another state.
    return try await MirrorList([address]).first(
      of: [file.path], archive: url, what: file.path, isFixed: { $0.contains(file.sha256) }
    ) { address, path in
      try await cache.file(
        sha256: file.sha256, size: file.size, from: "\(address)/\(path)", with: downloader)
    }
  }
}

/// Reads a file as it was packed: gzip, xz, zstd or not at all.
private func readXML(file path: String, _ handler: any XMLHandler) throws {
  let reader = XMLReader(path, handler)
  do {
    try decompress(file: path) { try reader.feed($0) }
    try reader.finish()
  } catch let error as XMLError {
    throw MediaError(error)
  }
}

extension MediaError {
  /// A repository's metadata are not as they should be.
  init(_ error: XMLError) { self = .malformed(what: error.place, reason: error.reason) }
}
