private import Digests
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
    sha256: String, size: Int64? = nil, from url: String, with downloader: Downloader,
    progress: Downloader.Progress? = nil
  ) async throws -> String {
    let place = path(sha256: sha256)
    if contains(sha256: sha256) { return place }
    try makeFolder(of: place)
    let request = DownloadRequest(url: url, sha256: sha256, sizeLimit: size)
    _ = try await downloader.download(request, to: place, progress: progress)
    return place
  }

  /// Takes a file of the same file system over, under its digest.
  func adopt(_ path: String, sha256: String) throws {
    let place = self.path(sha256: sha256)
    try makeFolder(of: place)
    guard rename(path, place) == 0 else { throw systemError(place) }
  }

  /// The current version of a document that changes at its server: downloaded only when the server has another than the
  /// one that is here.
  func document(_ name: String, from url: String, with downloader: Downloader) async throws -> [UInt8] {
    let place = "\(folder)/indexes/\(name)"
    try makeFolder(of: place)
    let known = FileManager.default.contents(atPath: place)
    let validators = known == nil ? nil : self.validators(of: place)
    let request = DownloadRequest(url: url, sizeLimit: 64 << 20, validators: validators)
    if case .downloaded(let document) = try await downloader.download(request, to: place) {
      try JSONEncoder().encode(document.validators)
        .write(to: URL(filePath: place + ".validators"), options: .atomic)
    }
    guard let bytes = FileManager.default.contents(atPath: place) else { throw systemError(place) }
    return [UInt8](bytes)
  }

  private func validators(of place: String) -> Validators? {
    FileManager.default.contents(atPath: place + ".validators")
      .flatMap { try? JSONDecoder().decode(Validators.self, from: $0) }
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
