private import Digests

/// Kernel or initrd given by path or URL.
public struct DirectMediaFile: Hashable, Sendable {
  /// An absolute path, or an `http` or `https` URL.
  public var address: String
  /// What its bytes must be, in hexadecimal. A URL must have one.
  public var sha256: String?

  public init(address: String, sha256: String? = nil) {
    self.address = address
    self.sha256 = sha256?.lowercased()
  }
}

/// Media given file by file: downloads what is not here, and checks all digests.
/// - Throws: `MediaError`.
public func directMedia(
  kernel: DirectMediaFile, initrd: DirectMediaFile, cache: MediaCache, downloader: Downloader,
  progress: Downloader.Progress? = nil
) async throws -> InstallerMedia {
  async let kernelFile = verifiedMedia(kernel, cache: cache, downloader: downloader, progress: progress)
  async let initrdFile = verifiedMedia(initrd, cache: cache, downloader: downloader, progress: progress)
  return try await InstallerMedia(kernel: kernelFile, initrd: initrdFile)
}

/// One file of media, downloaded when it is not here, its digest checked.
/// - Throws: `MediaError`.
public func verifiedMedia(
  _ file: DirectMediaFile, cache: MediaCache, downloader: Downloader, progress: Downloader.Progress? = nil
) async throws -> InstallerMedia.File {
  if file.address.hasPrefix("http://") || file.address.hasPrefix("https://") {
    guard let digest = file.sha256, digest.isSHA256 else {
      throw MediaError.malformed(what: file.address, reason: "a URL needs a sha256 of 64 hexadecimal digits")
    }
    let path = try await cache.file(sha256: digest, from: file.address, with: downloader, progress: progress)
    return .init(path: path, sha256: digest)
  }
  let actual = try await BlockingPool(limit: 1).run {
    do throws(DigestError) {
      return try sha256(file: file.address)
    } catch {
      throw MediaError.file(path: file.address, reason: error.reason)
    }
  }
  if let expected = file.sha256, expected != actual {
    throw MediaError.wrongDigest(what: file.address, expected: expected, actual: actual)
  }
  return .init(path: file.address, sha256: actual)
}

extension DigestError {
  fileprivate var reason: String {
    switch self {
    case .unreadable(_, let reason), .library(_, let reason): reason
    }
  }
}
