private import Digests
private import Foundation
private import JSON

/// What was made of which inputs, so that it is made once.
struct InstallerRecord: Codable {
  /// Changes when the same inputs give other files.
  private static let version = 1

  var kernel: String
  var initrd: String
  var release: ReleaseInfo
  var components: [InstallerMedia.Component]
  var filledGaps: [InstallerMedia.FilledGap]

  /// Names one set of inputs.
  static func key(
    archive digest: String, newer: String? = nil, mirror: String, package: String, components: [String],
    additions: [InitrdFile]
  ) -> String {
    let stream = SHA256Stream()
    // Each part with its length before it: no two lists of parts give the same bytes.
    func add(_ bytes: [UInt8]) { stream.update([UInt8]("\(bytes.count):".utf8) + bytes) }
    func add(_ text: String) { add([UInt8](text.utf8)) }
    for part in ["\(version)", digest, mirror, package, "\(components.count)"] + components { add(part) }
    if let newer { add("instead of \(newer)") }
    for file in additions {
      add(file.path)
      add("\(file.mode)")
      switch file.content {
      case .file(let bytes):
        add("file")
        add(bytes)
      case .folder: add("folder")
      case .link(let target):
        add("link")
        add(target)
      }
    }
    return stream.finish()
  }

  /// The media, if the cache has them all.
  static func media(_ key: String, in cache: MediaCache) -> InstallerMedia? {
    guard let value = MediaRecords(cache: cache, kind: .installers).value(of: key),
      let record = try? decodeJSON(InstallerRecord.self, from: value),
      cache.contains(sha256: record.kernel), cache.contains(sha256: record.initrd)
    else { return nil }
    return record.media(in: cache)
  }

  func media(in cache: MediaCache) -> InstallerMedia {
    InstallerMedia(
      kernel: .init(path: cache.path(sha256: kernel), sha256: kernel),
      initrd: .init(path: cache.path(sha256: initrd), sha256: initrd),
      release: release, components: components, filledGaps: filledGaps)
  }

  func write(_ key: String, in cache: MediaCache) throws {
    try MediaRecords(cache: cache, kind: .installers).keep(try compactJSON(self), of: key)
  }
}
