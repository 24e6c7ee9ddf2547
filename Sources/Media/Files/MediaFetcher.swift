private import Digests
private import Foundation

/// Gets files of media: out of the cache, or from the first address that serves what the check wants.
public struct MediaFetcher: Sendable {
  /// Files digested at a time.
  private static let readers = BlockingPool(limit: 2)

  public let cache: MediaCache
  public let downloader: Downloader

  public init(cache: MediaCache, downloader: Downloader) {
    self.cache = cache
    self.downloader = downloader
  }

  /// The file, verified; one of this host stays where it is.
  /// - Throws: `MediaError`; when no address serves it, why each does not.
  public func fetch(_ file: CheckedFile) async throws -> InstallerMedia.File {
    let digest = try await digest(of: file)
    if let path = file.localPath {
      let actual = try await Self.sha256(file: path)
      guard actual == digest else {
        throw MediaError.wrongDigest(what: path, expected: digest, actual: actual)
      }
      return .init(path: path, sha256: digest)
    }
    let path = try await inTurn(file.addresses) { address in
      try await cache.file(sha256: digest, from: address, with: downloader)
    }
    return .init(path: path, sha256: digest)
  }

  /// What the file's digest must be, in hexadecimal: as the recipe has it, or as the signed list does.
  public func digest(of file: CheckedFile) async throws -> String {
    switch file.check {
    case .sha256(let pinned):
      let digest = pinned.lowercased()
      guard digest.isSHA256 else {
        throw MediaError.malformed(what: file.name, reason: "needs a sha256 of 64 hexadecimal digits")
      }
      return digest
    case .list(let list):
      return try await inTurn(list.addresses.indices) { try await self.digest(of: file, in: list, $0) }
    }
  }

  private func digest(of file: CheckedFile, in list: SignedList, _ index: Int) async throws -> String {
    let url = list.addresses[index]
    let check = SignatureCheck(keyring: list.keyring, url: url)
    let text = try await cache.document(at: url, with: downloader) { document in
      guard index < list.signatures.count else { return try await check.signedText(of: document) }
      return try await cache.document(at: list.signatures[index], with: downloader) { signature in
        try await check.signedText(of: document, detached: signature)
      }
    }
    let name = Self.name(of: file, in: list)
    guard let digest = try ChecksumLines(text).digest(of: name, url: url) else {
      throw MediaError.absent(what: "SHA-256 of \(name)", from: url)
    }
    return digest
  }

  /// What a list calls a file: its path from the list's folder, or its name when it is from somewhere else.
  private static func name(of file: CheckedFile, in list: SignedList) -> String {
    let folders = list.addresses.map { $0[...($0.lastIndex(of: "/") ?? $0.startIndex)] }
    let below = file.addresses.compactMap { address in
      folders.first { address.hasPrefix($0) }.map { String(address.dropFirst($0.count)) }
    }
    let name = below.first ?? file.name
    return name.removingPercentEncoding ?? name
  }

  /// The digest of a file of this host, taken on a thread of its own.
  /// - Throws: `MediaError.file`.
  public static func sha256(file path: String) async throws -> String {
    try await readers.run {
      do throws(DigestError) {
        return try Digests.sha256(file: path)
      } catch {
        throw MediaError.file(path: path, reason: error.reason)
      }
    }
  }
}

extension DigestError {
  fileprivate var reason: String {
    switch self {
    case .unreadable(_, let reason), .library(_, let reason): reason
    }
  }
}
