private import Digests
private import Files
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
    let found = try await found(file)
    guard let size = file.size else { return found }
    let actual = try FileManager.default.attributesOfItem(atPath: found.path)[.size] as? Int64 ?? 0
    guard actual == size else {
      throw MediaError.malformed(
        what: file.name, reason: "has \(actual) bytes and the right digest; the recipe says \(size) bytes")
    }
    return found
  }

  private func found(_ file: CheckedFile) async throws -> InstallerMedia.File {
    if case .list(let list) = file.check, file.localPath == nil { return try await listed(file, by: list) }
    let expected = try await expected(of: file)
    guard file.localPath == nil else { return try await local(file, expected) }
    return try await inTurn(file.addresses) { try await download(file, expected, from: $0) }
  }

  private func local(_ file: CheckedFile, _ expected: FileDigest) async throws -> InstallerMedia.File {
    let path = file.localPath ?? ""
    let actual = try await Self.digest(file: path, as: expected)
    guard actual == expected else {
      throw MediaError.wrongDigest(what: path, expected: expected.text, actual: actual.text)
    }
    return .init(path: path, sha256: try await Self.sha256(file: path))
  }

  func download(
    _ file: CheckedFile, _ expected: FileDigest, from address: String
  ) async throws -> InstallerMedia.File {
    switch expected {
    case .sha256(let digest):
      let path = try await cache.file(sha256: digest, size: file.size, from: address, with: downloader)
      return .init(path: path, sha256: digest)
    case .sha512(let digest):
      let known = try await cache.file(sha512: digest, size: file.size, from: address, with: downloader)
      return .init(path: cache.path(sha256: known), sha256: known)
    }
  }

  /// The SHA-256 that the cache keeps the file by, in hexadecimal. Where mirrors' lists differ, that of the file that is here.
  /// - Throws: `MediaError.absent` where a SHA-512 alone is known of a file that was never here.
  public func digest(of file: CheckedFile) async throws -> String {
    guard case .list(let list) = file.check, file.localPath == nil else {
      return try kept(try await expected(of: file), file)
    }
    let listed = try await digests(of: file, in: list)
    let here = listed.compactMap { try? kept($0, file) }.first { FileSystem.isTaken(cache.path(sha256: $0)) }
    return try here ?? kept(listed[0], file)
  }

  private func kept(_ expected: FileDigest, _ file: CheckedFile) throws -> String {
    switch expected {
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
        throw MediaError.file(path: path, reason: error.reason, code: error.code)
      }
    }
  }
}

extension DigestError {
  fileprivate var reason: String {
    switch self {
    case .unreadable(_, let reason, _), .library(_, let reason): reason
    }
  }

  fileprivate var code: Int32? {
    if case .unreadable(_, _, let code) = self { code } else { nil }
  }
}

/// Tries mirrors one after the other until one has what is wanted.
/// - Throws: what they failed with, all together; at once what another mirror cannot mend.
func inTurn<Address, Value>(
  _ addresses: some Sequence<Address>, _ attempt: (Address) async throws -> Value
) async throws -> Value {
  var failures: [MediaError] = []
  for address in addresses {
    do {
      return try await attempt(address)
    } catch let error as MediaError where error.isOfItsSource {
      failures.append(error)
    }
  }
  throw MediaError.together(failures)
}

extension MediaError {
  /// What several sources failed with, as one error.
  static func together(_ failures: [MediaError]) -> MediaError {
    if let first = failures.first, failures.count == 1 || first.isForWantOfANetwork { return first }
    return .everywhere(failures)
  }

  /// Whether another source of the same file may do better.
  var isOfItsSource: Bool {
    switch self {
    case .status, .transfer, .wrongDigest, .tooLarge, .badSignature, .expired, .malformed, .absent, .offline,
      .inconsistent, .older, .future, .notStandingIn, .announcedTooMuch:
      true
    case .file, .noRoom, .missingComponents, .component, .everywhere: false
    }
  }

  fileprivate var isForWantOfANetwork: Bool { if case .offline = self { true } else { false } }
}
