internal import Foundation

/// Files of which a list, or a recipe, has the SHA-512 only. They are kept by their SHA-256 as all others are.
extension MediaCache {
  /// The SHA-256 of the file with this SHA-512; nil while none was here.
  func known(sha512 digest: String) -> String? {
    let text = FileManager.default.contents(atPath: place(digest)).map { String(decoding: $0, as: UTF8.self) }
    return text.flatMap { $0.isSHA256 ? $0 : nil }
  }

  /// The SHA-256 of the file with this SHA-512, which is downloaded when it is not there.
  /// - Parameter size: in bytes, where it is known; more is an error.
  func file(
    sha512 digest: String, size: Int64?, from url: String, with downloader: Downloader
  ) async throws -> String {
    if let known = known(sha512: digest), contains(sha256: known) { return known }
    let place = place(digest)
    try makeFolder(of: place)
    let request = DownloadRequest(url: url, sha512: digest, sizeLimit: size)
    guard case .downloaded(let file) = try await downloader.download(request, to: place + ".download") else {
      throw MediaError.transfer(url: url, reason: "ended without the file")
    }
    try adopt(place + ".download", sha256: file.sha256)
    try note(sha512: digest, of: file.sha256)
    remember(String(url.split(separator: "/").last ?? ""), of: file.sha256)
    return file.sha256
  }

  /// Notes that a file which is here has this SHA-512, too.
  public func note(sha512 digest: String, of sha256: String) throws {
    try makeFolder(of: place(digest))
    try Data(sha256.utf8).write(to: URL(filePath: place(digest)), options: .atomic)
  }

  private func place(_ digest: String) -> String { "\(folder)/sha512/\(digest)" }
}
