private import Digests
private import Foundation

/// Gets files of media: out of the cache, or from the first address that serves what the check wants.
public struct MediaFetcher: Sendable {
  /// Files digested at a time.
  private static let readers = BlockingPool(limit: 2)

  public let cache: MediaCache
  public let downloader: Downloader
  /// What may stand in where a mirror is between two states.
  public let policy: MirrorPolicy

  public init(cache: MediaCache, downloader: Downloader, policy: MirrorPolicy = MirrorPolicy()) {
    self.cache = cache
    self.downloader = downloader
    self.policy = policy
  }

  /// The file, verified; one of this host stays where it is.
  /// - Throws: `MediaError`; when no address serves it, why each does not.
  public func fetch(_ file: CheckedFile) async throws -> InstallerMedia.File {
    let expected = try await expected(of: file)
    let found = file.localPath == nil ? try await download(file, expected) : try await local(file, expected)
    guard let size = file.size else { return found }
    let actual = try FileManager.default.attributesOfItem(atPath: found.path)[.size] as? Int64 ?? 0
    guard actual == size else {
      throw MediaError.malformed(
        what: file.name, reason: "has \(actual) bytes and the right digest; the recipe says \(size) bytes")
    }
    return found
  }

  private func local(_ file: CheckedFile, _ expected: FileDigest) async throws -> InstallerMedia.File {
    let path = file.localPath ?? ""
    let actual = try await Self.digest(file: path, as: expected)
    guard actual == expected else {
      throw MediaError.wrongDigest(what: path, expected: expected.text, actual: actual.text)
    }
    return .init(path: path, sha256: try await Self.sha256(file: path))
  }

  private func download(_ file: CheckedFile, _ expected: FileDigest) async throws -> InstallerMedia.File {
    try await inTurn(file.addresses) { address in
      switch expected {
      case .sha256(let digest):
        let path = try await cache.file(sha256: digest, size: file.size, from: address, with: downloader)
        return .init(path: path, sha256: digest)
      case .sha512(let digest):
        let known = try await cache.file(sha512: digest, size: file.size, from: address, with: downloader)
        return .init(path: cache.path(sha256: known), sha256: known)
      }
    }
  }

  /// The SHA-256 that the cache keeps the file by, in hexadecimal.
  /// - Throws: `MediaError.absent` where a SHA-512 alone is known of a file that was never here.
  public func digest(of file: CheckedFile) async throws -> String {
    switch try await expected(of: file) {
    case .sha256(let digest): return digest
    case .sha512(let digest):
      guard let known = cache.known(sha512: digest) else {
        throw MediaError.absent(what: "file of the SHA-512 of \(file.name)", from: "the store")
      }
      return known
    }
  }

  /// What the file's digest must be: as the recipe has it, or as the signed list does.
  public func expected(of file: CheckedFile) async throws -> FileDigest {
    switch file.check {
    case .sha256(let pinned): return try Self.pinned(pinned, digits: 64, "sha256", file)
    case .sha512(let pinned): return try Self.pinned(pinned, digits: 128, "sha512", file)
    case .list(let list):
      return try await inTurn(list.addresses.indices) { try await self.digest(of: file, in: list, $0) }
    }
  }

  private static func pinned(
    _ written: String, digits: Int, _ key: String, _ file: CheckedFile
  ) throws -> FileDigest {
    guard let digest = FileDigest(written), digest.text.utf8.count == digits else {
      throw MediaError.malformed(what: file.name, reason: "needs a \(key) of \(digits) hexadecimal digits")
    }
    return digest
  }

  private func digest(
    of file: CheckedFile, in list: SignedList, _ index: Int
  ) async throws -> FileDigest {
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
      throw MediaError.absent(what: "SHA-256 or SHA-512 of \(name)", from: url)
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

  /// The SHA-256 of a file of this host, taken on a thread of its own.
  /// - Throws: `MediaError.file`.
  public static func sha256(file path: String) async throws -> String {
    try await digest(file: path, as: .sha256("")).text
  }

  /// The digest of a file of this host, of the kind of another one; taken on a thread of its own.
  /// - Throws: `MediaError.file`.
  public static func digest(file path: String, as kind: FileDigest) async throws -> FileDigest {
    try await readers.run {
      do throws(DigestError) {
        switch kind {
        case .sha256: return .sha256(try Digests.sha256(file: path))
        case .sha512: return .sha512(try Digests.sha512(file: path))
        }
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
