internal import Files
private import Foundation

/// What a cache holds.
extension MediaCache {
  /// A file, or the beginning of one.
  public struct Entry: Hashable, Sendable {
    /// What its digest must be, in hexadecimal; its name in the cache.
    public let sha256: String
    public let path: String
    /// Bytes.
    public let size: Int64
    /// Whether it is what a download that broke off has left.
    public let isPartial: Bool
  }

  static let readers = BlockingPool(limit: 2)
  private static let partialSuffix = ".part"

  /// All files, sorted by digest.
  public func entries() -> [Entry] {
    let folder = "\(folder)/sha256"
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return paths.compactMap { entry("\(folder)/\($0)") }.sorted { $0.path < $1.path }
  }

  private func entry(_ path: String) -> Entry? {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let name = String(path.split(separator: "/").last ?? "")
    let isPartial = name.hasSuffix(Self.partialSuffix)
    let digest = isPartial ? String(name.dropLast(Self.partialSuffix.count)) : name
    guard digest.isSHA256 else { return nil }
    return Entry(sha256: digest, path: path, size: Int64(status.st_size), isPartial: isPartial)
  }

  /// The digest of a file, read anew; what was known of it is forgotten where it is another than it must be.
  /// - Throws: `DigestError.unreadable`.
  public func digest(of entry: Entry) async throws -> String {
    try await Self.readers.run {
      try knownDigests.sha256(file: entry.path, expected: entry.sha256, isReread: true)
    }
  }

  /// Removes a file, with what is known of it.
  /// - Returns: false for a download that is under way.
  /// - Throws: `MediaError.file`.
  public func remove(_ entry: Entry) throws -> Bool {
    guard entry.isPartial else {
      try unlink(entry)
      Foundation.unlink(namePath(entry.sha256))
      return true
    }
    let attempt = try filing(entry.path) { () throws(FileError) in
      try FileLock.attempt(entry.path, .exclusive)
    }
    guard case .held(let lock) = attempt else { return false }
    defer { withExtendedLifetime(lock) {} }
    try unlink(entry)
    return true
  }

  private func unlink(_ entry: Entry) throws(MediaError) {
    guard Foundation.unlink(entry.path) == 0 else { throw systemError(entry.path) }
  }

  /// Copies a file of this host into the cache.
  /// - Throws: `MediaError.wrongDigest` when it has another digest, now; nothing is kept then.
  public func take(_ path: String, sha256 digest: String) async throws {
    let scratch = try await ScratchFolder.make("\(folder)/scratch/\(digest)")
    defer { scratch.discard() }
    let copy = try await Self.readers.run {
      let file = try NewFile("\(scratch.path)/copy")
      let source = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? source.close() }
      while let piece = try source.read(upToCount: 1 << 20), !piece.isEmpty {
        try piece.withUnsafeBytes { try file.append($0) }
      }
      return (path: file.path, sha256: try file.finish())
    }
    guard copy.sha256 == digest else {
      throw MediaError.wrongDigest(what: path, expected: digest, actual: copy.sha256)
    }
    try adopt(copy.path, sha256: digest)
    remember(String(path.split(separator: "/").last ?? ""), of: digest)
  }

  /// What the file with this digest was called where it came from; nil when that is not known.
  public func name(of digest: String) -> String? {
    FileManager.default.contents(atPath: namePath(digest)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Keeps a file's name, for people only: a loss does no harm.
  func remember(_ name: String, of digest: String) {
    let path = namePath(digest)
    guard name != digest, !FileManager.default.fileExists(atPath: path) else { return }
    try? makeFolder(of: path)
    try? FileSystem.write(Data(name.utf8), to: path)
  }

  private func namePath(_ digest: String) -> String { "\(folder)/names/\(digest)" }
}
