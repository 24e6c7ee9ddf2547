private import Archive
private import Digests
internal import Files
private import Foundation
private import JSON

/// Media on a CD image: kernel and initrd are read out of it, and the installer finds the rest on it.
///
/// What was read is kept in the cache, under its digest.
/// - Parameters:
///   - kernel: its path in the image.
///   - initrd: its path in the image.
/// - Throws: `MediaError`; `ArchiveError` for an image that cannot be read, or should not be trusted.
public func isoMedia(
  _ iso: CheckedFile, kernel: String, initrd: String, with fetcher: MediaFetcher
) async throws -> InstallerMedia {
  let cache = fetcher.cache
  let image = try await fetcher.fetch(iso)
  let key = ISORecord.key(iso: image.sha256, kernel: kernel, initrd: initrd)
  if let record = ISORecord(key, in: cache) { return record.media(in: cache, iso: image) }
  let scratch = try await ScratchFolder.make("\(cache.folder)/scratch/\(key)")
  defer { scratch.discard() }
  let record = try await BlockingPool(limit: 1).run {
    let image = ISOImage(path: image.path)
    let files = try image.copy([kernel, initrd], into: scratch.path)
    let digests = try files.map { try $0.finish() }
    for (file, digest) in zip(files, digests) { try cache.adopt(file.path, sha256: digest) }
    for (path, digest) in zip([kernel, initrd], digests) { cache.remember(path, of: digest) }
    return ISORecord(kernel: digests[0], initrd: digests[1])
  }
  try record.write(key, in: cache)
  return record.media(in: cache, iso: image)
}

extension MediaCache {
  /// The digests of what was read out of an image; empty when nothing was.
  public func filesRead(fromISO digest: String, kernel: String, initrd: String) -> [String] {
    let key = ISORecord.key(iso: digest, kernel: kernel, initrd: initrd)
    return ISORecord(key, in: self).map { [$0.kernel, $0.initrd] } ?? []
  }
}

/// What was read out of a CD image, so that it is read once.
struct ISORecord: Codable {
  /// Digests.
  var kernel: String
  var initrd: String

  init(kernel: String, initrd: String) {
    self.kernel = kernel
    self.initrd = initrd
  }

  /// The record, if the cache has it with all its files.
  init?(_ key: String, in cache: MediaCache) {
    guard let value = MediaRecords(cache: cache, kind: .isos).value(of: key),
      let record = try? decodeJSON(ISORecord.self, from: value),
      cache.contains(sha256: record.kernel), cache.contains(sha256: record.initrd)
    else { return nil }
    self = record
  }

  /// Names an image, by its digest, and two paths in it.
  static func key(iso: String, kernel: String, initrd: String) -> String {
    sha256([iso, kernel, initrd].joined(separator: "\n"))
  }

  func media(in cache: MediaCache, iso: InstallerMedia.File) -> InstallerMedia {
    InstallerMedia(
      kernel: .init(path: cache.path(sha256: kernel), sha256: kernel),
      initrd: .init(path: cache.path(sha256: initrd), sha256: initrd), iso: iso)
  }

  func write(_ key: String, in cache: MediaCache) throws {
    try MediaRecords(cache: cache, kind: .isos).keep(try compactJSON(self), of: key)
  }
}

/// A CD image that files are read out of, without mounting it.
private struct ISOImage {
  let path: String

  /// Copies files into a folder, each under its number. Blocks.
  ///
  /// Links are followed within the image; no path of the image ever names a file of this host.
  /// - Throws: `MediaError.absent` when the image has no such file; `ArchiveError`.
  func copy(_ wanted: [String], into folder: String) throws -> [NewFile] {
    let index = try EntryIndex(of: ArchiveReader(path: path))
    let places = try wanted.map { name in
      guard let place = try index.file(name) else {
        throw MediaError.absent(what: "file \(name)", from: path)
      }
      return place
    }
    let files = try wanted.indices.map { try NewFile("\(folder)/\($0)") }
    try forEachMember(of: ArchiveReader(path: path)) { member in
      guard member.isFile, let number = places.firstIndex(of: member.path) else { return }
      try member.copy(to: files[number])
    }
    for (name, file) in zip(wanted, files) where file.length == 0 {
      throw MediaError.malformed(what: path, reason: "\(name) is empty")
    }
    return files
  }
}
