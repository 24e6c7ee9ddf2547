public import Foundation

/// What an archive says about one of its suites, from its verified `InRelease`.
public struct ReleaseInfo: Hashable, Sendable, Codable {
  /// Such as `stable`.
  public var suite: String
  /// Such as `trixie`.
  public var codename: String
  /// Such as `13.7`; empty where the suite has none.
  public var version: String
  /// When the archive made it.
  public var date: Date

  public init(suite: String, codename: String, version: String, date: Date) {
    self.suite = suite
    self.codename = codename
    self.version = version
    self.date = date
  }
}

/// A suite's `Release` file: what it is, and the size and digest of each of its indexes.
///
/// The format is Debian's repository format, as its wiki describes it.
struct Release: Hashable, Sendable {
  /// One index as the release lists it.
  struct Entry: Hashable, Sendable {
    var sha256: String
    /// Bytes.
    var size: Int64
  }

  let info: ReleaseInfo
  /// Who runs the archive, and what part of it this is: `Debian` and `Debian-Security`; empty where it is not said.
  let origin: String
  let label: String
  /// Nil: it never expires.
  let validUntil: Date?
  /// Whether indexes can be had under the name of their digest, where an update cannot replace them meanwhile.
  let acquireByHash: Bool
  private let entries: [String: Entry]

  /// - Parameters:
  ///   - text: what the signature covers, and nothing else.
  ///   - url: where it is from, for messages.
  /// - Throws: `MediaError.malformed`.
  init(_ text: [UInt8], url: String) throws {
    var found: Release?
    try forEachStanza(in: text, named: url) { stanza in
      if let fault = stanza.fault { throw MediaError.malformed(what: url, reason: fault) }
      guard found == nil else { throw MediaError.malformed(what: url, reason: "more than one stanza") }
      found = try Release(stanza, url: url)
    }
    guard let found else { throw MediaError.malformed(what: url, reason: "empty") }
    self = found
  }

  private init(_ stanza: Stanza, url: String) throws {
    let suite = stanza.text(of: "Suite") ?? ""
    guard let codename = stanza.text(of: "Codename") ?? stanza.text(of: "Suite") else {
      throw MediaError.malformed(what: url, reason: "no Codename")
    }
    guard let date = stanza.text(of: "Date").flatMap(parseDate) else {
      throw MediaError.malformed(what: url, reason: "no Date")
    }
    info = ReleaseInfo(
      suite: suite, codename: codename, version: stanza.text(of: "Version") ?? "", date: date)
    origin = stanza.text(of: "Origin") ?? ""
    label = stanza.text(of: "Label") ?? ""
    validUntil = try stanza.text(of: "Valid-Until").map { text in
      guard let date = parseDate(text) else {
        throw MediaError.malformed(what: url, reason: "bad Valid-Until: \(text)")
      }
      return date
    }
    acquireByHash = stanza.text(of: "Acquire-By-Hash")?.lowercased() == "yes"
    entries = try Self.entries(stanza.text(of: "SHA256") ?? "", url: url)
  }

  /// Whether it lists an index of that name, packed in some way that can be read.
  func lists(_ name: String) -> Bool { !places(of: name).isEmpty }

  /// How indexes are packed, the smallest first; all of it is what `decompress` reads.
  private static let packings = [".xz", ".zst", ".bz2", ".gz", ""]

  /// One address of an index, below the suite's folder.
  struct Place: Hashable, Sendable {
    var path: String
    var entry: Entry
    /// Whether it has the name of its digest.
    var isByHash: Bool
  }

  /// Where an index may be: in each packing that is listed, by the name of its digest and by its own.
  /// - Parameter name: without a packing's suffix, such as `main/binary-amd64/Packages`.
  func places(of name: String) -> [Place] {
    Self.packings.flatMap { suffix -> [Place] in
      guard let entry = entries[name + suffix] else { return [] }
      let own = Place(path: name + suffix, entry: entry, isByHash: false)
      guard acquireByHash else { return [own] }
      let folder = name.split(separator: "/").dropLast().joined(separator: "/")
      return [Place(path: "\(folder)/by-hash/SHA256/\(entry.sha256)", entry: entry, isByHash: true), own]
    }
  }

  /// Those of all indexes.
  var digests: [String] { entries.values.map(\.sha256) }

  /// Each line: digest, size, name.
  private static func entries(_ field: String, url: String) throws -> [String: Entry] {
    var entries: [String: Entry] = [:]
    for line in field.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count == 3, let size = Int64(words[1]), String(words[0]).isSHA256 else {
        throw MediaError.malformed(what: url, reason: "bad line under SHA256: '\(line)'")
      }
      entries[String(words[2])] = Entry(sha256: String(words[0]), size: size)
    }
    return entries
  }
}

private let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/// A date as RFC 5322 writes it, in UTC: `Sat, 12 Sep 2026 07:55:41 UTC`.
private func parseDate(_ text: String) -> Date? {
  let words = text.split { $0 == " " || $0 == "," || $0 == ":" }.map(String.init)
  guard words.count == 8, ["UTC", "GMT", "+0000", "Z"].contains(words[7]),
    let month = months.firstIndex(of: words[2])
  else { return nil }
  let numbers = [1, 3, 4, 5, 6].compactMap { Int32(words[$0]) }
  guard numbers.count == 5 else { return nil }
  var parts = tm()
  (parts.tm_mday, parts.tm_mon, parts.tm_year) = (numbers[0], Int32(month), numbers[1] - 1900)
  (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[2], numbers[3], numbers[4])
  return Date(timeIntervalSince1970: TimeInterval(timegm(&parts)))
}
