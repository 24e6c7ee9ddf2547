public import Digests
public import Files
internal import Foundation

/// Downloaded and made files, each under its own digest, and the last seen indexes of archives.
///
/// Every file is there whole or not at all, so that several processes may share the folder.
public struct MediaCache: Sendable {
  /// An absolute path.
  public let folder: String

  /// Hears of files that are not what they were.
  private let reports: DamageReports
  private let isOnlyLookedAt: Bool

  /// - Parameters:
  ///   - folder: made when something is put into it.
  ///   - isOnlyLookedAt: what is damaged stays where it is.
  public init(folder: String, reports: DamageReports = DamageReports(), isOnlyLookedAt: Bool = false) {
    self.folder = folder
    self.reports = reports
    self.isOnlyLookedAt = isOnlyLookedAt
  }

  /// Files that were found to be damaged, for people to look at.
  public var damaged: DamagedFiles {
    DamagedFiles(folder: "\(folder)/damaged", reports: reports, onlyReports: isOnlyLookedAt)
  }

  /// What need not be read again.
  public var knownDigests: KnownDigests { KnownDigests(folder: "\(folder)/known") }

  /// Where the file with this digest is, or would be.
  public func path(sha256: String) -> String {
    "\(folder)/sha256/\(sha256.prefix(2))/\(sha256)"
  }

  /// Whether the file with this digest is there, and has it still: it is read when it was written since it was last read, and
  /// set aside when it has another digest now. Blocks.
  public func contains(sha256: String) -> Bool {
    let place = path(sha256: sha256)
    guard FileSystem.isTaken(place) else { return false }
    do {
      let digest = try knownDigests.sha256(file: place, expected: sha256)
      if digest == sha256 { return true }
      try? damaged.take(place, because: "\(place) is damaged: its SHA-256 is \(digest)")
    } catch .unreadable(_, let reason, let code) where !FileError.isDamage(code) {
      reports.add("cannot read \(place): \(reason)")
    } catch {
      try? damaged.take(place, because: "\(place) is damaged: \(error)")
    }
    return false
  }

  /// The path of the file with this digest, downloaded when it is not there.
  /// - Parameter size: in bytes, where it is known; more is an error.
  public func file(
    sha256: String, size: Int64? = nil, from url: String, with downloader: Downloader
  ) async throws -> String {
    let place = path(sha256: sha256)
    if try await Self.readers.run({ contains(sha256: sha256) }) { return place }
    try makeFolder(of: place)
    let request = DownloadRequest(url: url, sha256: sha256, sizeLimit: size)
    let result = try await downloader.download(request, to: place)
    guard case .downloaded(let file) = result, file.sha256 == sha256, FileSystem.isTaken(place) else {
      throw MediaError.transfer(url: url, reason: "ended without the file")
    }
    knownDigests.note(place, sha256: sha256)
    remember(String(url.split(separator: "/").last ?? ""), of: sha256)
    return place
  }

  /// Takes a file of the same file system over, under its digest.
  func adopt(_ path: String, sha256: String) throws {
    let place = self.path(sha256: sha256)
    try makeFolder(of: place)
    try filing(place) { () throws(FileError) in try FileSystem.move(path, to: place) }
    knownDigests.note(place, sha256: sha256)
  }

  func makeFolder(of path: String) throws(MediaError) {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    try filing(folder) { () throws(FileError) in try FileSystem.makeFolder(folder) }
  }
}

/// Files of which a list, or a recipe, has the SHA-512 only. They are kept by their SHA-256 as all others are.
extension MediaCache {
  /// The SHA-256 of the file with this SHA-512; nil while none was here.
  func known(sha512 digest: String) -> String? {
    let text = notes.value(of: digest).map { String(decoding: $0, as: UTF8.self) }
    return text.flatMap { $0.isSHA256 ? $0 : nil }
  }

  /// The SHA-256 of the file with this SHA-512, which is downloaded when it is not there.
  /// - Parameter size: in bytes, where it is known; more is an error.
  func file(
    sha512 digest: String, size: Int64?, from url: String, with downloader: Downloader
  ) async throws -> String {
    if let known = known(sha512: digest), contains(sha256: known) { return known }
    let place = "\(folder)/sha512/\(digest)"
    try makeFolder(of: place)
    let request = DownloadRequest(url: url, sha512: digest, sizeLimit: size)
    guard case .downloaded(let file) = try await downloader.download(request, to: place) else {
      throw MediaError.transfer(url: url, reason: "ended without the file")
    }
    try adopt(place, sha256: file.sha256)
    try note(sha512: digest, of: file.sha256)
    remember(String(url.split(separator: "/").last ?? ""), of: file.sha256)
    return file.sha256
  }

  /// Notes that a file which is here has this SHA-512, too.
  public func note(sha512 digest: String, of sha256: String) throws {
    try notes.keep(Data(sha256.utf8), of: digest)
  }

  private var notes: MediaRecords { MediaRecords(cache: self, kind: .sha512) }
}
