private import Foundation

/// Downloaded and made files, each under its own digest, and the last seen indexes of archives.
///
/// Every file is there whole or not at all, so that several processes may share the folder.
public struct MediaCache: Sendable {
  /// An absolute path.
  public let folder: String

  /// - Parameter folder: made when something is put into it.
  public init(folder: String) {
    self.folder = folder
  }

  /// Where the file with this digest is, or would be.
  public func path(sha256: String) -> String {
    "\(folder)/sha256/\(sha256.prefix(2))/\(sha256)"
  }

  /// Whether the file with this digest is there.
  public func contains(sha256: String) -> Bool {
    FileManager.default.fileExists(atPath: path(sha256: sha256))
  }

  /// The path of the file with this digest, downloaded when it is not there.
  /// - Parameter size: in bytes, where it is known; more is an error.
  public func file(
    sha256: String, size: Int64? = nil, from url: String, with downloader: Downloader
  ) async throws -> String {
    let place = path(sha256: sha256)
    if contains(sha256: sha256) { return place }
    try makeFolder(of: place)
    let request = DownloadRequest(url: url, sha256: sha256, sizeLimit: size)
    guard case .downloaded(let file) = try await downloader.download(request, to: place),
      file.sha256 == sha256, contains(sha256: sha256)
    else { throw MediaError.transfer(url: url, reason: "ended without the file") }
    remember(String(url.split(separator: "/").last ?? ""), of: sha256)
    return place
  }

  /// Takes a file of the same file system over, under its digest.
  func adopt(_ path: String, sha256: String) throws {
    let place = self.path(sha256: sha256)
    try makeFolder(of: place)
    guard rename(path, place) == 0 else { throw systemError(place) }
  }

  func makeFolder(of path: String) throws(MediaError) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .file(path: folder.path, reason: "\(error.localizedDescription)")
    }
  }
}
