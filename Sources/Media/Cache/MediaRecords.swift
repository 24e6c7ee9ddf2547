private import Digests
private import Files
internal import Foundation

/// Small values that the cache keeps by a key, such as what was made of one set of inputs.
///
/// Nothing else would tell that a value is another than the one that was kept under its key: so each begins with a
/// digest of both. One that does not fit is set aside, and as good as not there.
struct MediaRecords {
  let cache: MediaCache
  /// What the values are; the name of their folder.
  let kind: Kind

  enum Kind: String, CaseIterable {
    case installers, isos, sha512, names
  }

  /// The value of a key; nil where there is none that fits.
  func value(of key: String) -> Data? {
    let place = place(key)
    guard FileSystem.isTaken(place) else { return nil }
    let record = Record(at: place)
    if record.digest == digest(of: record.value, key) { return record.value }
    guard record.isReadable else { return nil }
    try? cache.damaged.take(place, because: "\(place) is damaged: it is not what was kept under this name")
    return nil
  }

  func keep(_ value: Data, of key: String) throws {
    try cache.makeFolder(of: place(key))
    try FileSystem.write(Data((digest(of: value, key) + "\n").utf8) + value, to: place(key))
  }

  private func place(_ key: String) -> String { "\(folder)/\(key)" }

  private var folder: String { "\(cache.folder)/records/\(kind.rawValue)" }

  private func digest(of value: Data, _ key: String) -> String {
    sha256([UInt8]("\(kind.rawValue)\n\(key)\n".utf8) + value)
  }

  private struct Record {
    /// nil where the file does not begin with one, or cannot be read.
    var digest: String?
    var value: Data
    /// Whether this user may read it.
    var isReadable = true

    init(at place: String) {
      var bytes = Data()
      do { bytes = try PlainFile.contents(place, limit: 1 << 24) ?? Data() } catch {
        isReadable = error.isDamage
      }
      let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      digest = line.isSHA256 ? line : nil
      value = Data(bytes.dropFirst(line.utf8.count + 1))
    }
  }
}

extension MediaCache {
  /// A record that is not what was kept under its name.
  public struct WrongRecord: Hashable, Sendable {
    public let path: String
    /// The digest that it begins with; `none` where it has none.
    public let expected: String
    /// That of its key and value.
    public let actual: String
  }

  /// The records that do not fit their names, sorted by path; none is moved.
  public var wrongRecords: [WrongRecord] {
    MediaRecords.Kind.allCases.flatMap { MediaRecords(cache: self, kind: $0).wrong }
  }
}

extension MediaRecords {
  fileprivate var wrong: [MediaCache.WrongRecord] {
    FileSystem.entries(of: folder).sorted().compactMap { key in
      let place = place(key)
      let record = Record(at: place)
      let actual = digest(of: record.value, key)
      guard record.digest != actual else { return nil }
      return .init(path: place, expected: record.digest ?? "none", actual: actual)
    }
  }
}
