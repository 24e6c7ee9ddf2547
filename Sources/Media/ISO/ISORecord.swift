private import Digests
private import Foundation
private import JSON

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
