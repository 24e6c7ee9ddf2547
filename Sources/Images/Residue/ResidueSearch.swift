import Digests
import Foundation
import Recipes

/// What each machine must have of its own, as whoever cleans images knows it.
public struct PersonalFiles: Sendable {
  /// What it is, for people.
  public let title: String
  /// See ``PathPattern``.
  public let patterns: [String]
  /// One of these is in a file that counts; none: any file counts that is not empty.
  public let markers: [String]

  public init(title: String, patterns: [String], markers: [String] = []) {
    self.title = title
    self.patterns = patterns
    self.markers = markers
  }
}

/// Looks through an image's files, which come one after the other in any order, each with its content in pieces.
public struct ResidueSearch: Sendable {
  private let catalogue: SecretCatalogue
  private let rules: PathTable<ResidueRule>
  private var isIdle = false
  private var scanner: SecretScanner
  /// Of the file that comes now, where it is short.
  private var content: [UInt8] = []
  private var place: UInt64 = 0
  private var keepsContent = false
  private var findings: [ResidueFinding] = []
  private var suspects: [Suspect] = []
  /// Of Debian's packages: `MD5  PATH` a line; by path.
  private var checksums: [[UInt8]] = []
  private var listBytes = 0
  private var known: Set<KnownHit> = []

  /// What an image from elsewhere may have this keep: as much as fifty times what a large system has.
  private static let mostListBytes = 256 << 20
  private static let mostKnown = 1_000_000

  /// Where in a file one thing is.
  private struct Places {
    var count = 0
    var first = UInt64.max
  }

  /// A file in which something of the catalogue is.
  private struct Suspect {
    let path: String
    /// By pattern.
    let places: [Int: Places]
    /// MD5; nil for a long file.
    let checksum: String?
  }

  /// Looks for nothing.
  public init() {
    catalogue = .empty
    rules = PathTable([])
    scanner = SecretScanner(.empty)
    isIdle = true
  }

  public init(_ catalogue: SecretCatalogue, personal: [PersonalFiles] = []) {
    self.catalogue = catalogue
    scanner = SecretScanner(catalogue)
    let own = personal.map { files in
      let title = files.title
      let markers = files.markers
      return ResidueRule(kind: .identity, paths: files.patterns) { text in
        guard !text.isEmpty, markers.isEmpty || markers.contains(where: text.contains) else { return nil }
        return "\(title): every machine made of the image would have the same"
      }
    }
    rules = PathTable((ResidueRule.all + own).map { ($0.paths, $0) })
  }

  /// A file's content begins.
  public mutating func begin(_ path: String, _ file: ContentsFile) {
    guard !isIdle else { return }
    content.removeAll(keepingCapacity: true)
    place = 0
    keepsContent = file.kind == .file && file.size <= ResidueRule.longest
  }

  /// The next piece of its content.
  public mutating func take(_ piece: UnsafeRawBufferPointer) {
    guard !isIdle else { return }
    scanner.take(piece, at: place)
    place += UInt64(piece.count)
    if keepsContent { content.append(contentsOf: piece) }
  }

  /// Its content is whole.
  public mutating func end(_ path: String, _ file: ContentsFile) {
    guard !isIdle else { return }
    let hits = scanner.finish()
    if !hits.isEmpty {
      if known.count < Self.mostKnown {
        known.formUnion(hits.map { KnownHit(pattern: $0.pattern, excerpt: $0.excerpt) })
      }
      suspects.append(
        Suspect(path: path, places: Self.places(hits), checksum: keepsContent ? try? md5(content) : nil))
    }
    guard keepsContent else { return }
    if path.hasPrefix(DpkgDatabase.info), path.hasSuffix(".md5sums"), listBytes < Self.mostListBytes {
      checksums.append(content)
      listBytes += content.count
    }
    judge(path)
  }

  private mutating func judge(_ path: String) {
    let rules = rules.all(path)
    guard !rules.isEmpty else { return }
    let text = String(decoding: content, as: UTF8.self)
    for rule in rules {
      if let fault = rule.fault(text) {
        findings.append(ResidueFinding(kind: rule.kind, path: path, message: fault))
      }
    }
  }

  /// All that was found, once every file has come.
  ///
  /// - Parameter contents: what the same files tell of the system.
  public func result(_ contents: ImageContents) -> FileResidue {
    let packages = PackagedFiles(
      contents, lists: checksums, checksums: Set(suspects.compactMap(\.checksum)))
    let found = suspects.flatMap { suspect in
      let isPackaged = packages.isAsInstalled(suspect.path, checksum: suspect.checksum)
      // Of locked accounts' hashes the rule for these files tells.
      let isShadow = ["/etc/shadow", "/etc/gshadow"].contains(suspect.path)
      return suspect.places.compactMap { index, places -> ResidueFinding? in
        let pattern = catalogue.patterns[index]
        // Nobody ships the values of a build's secrets.
        if pattern.kind != .buildSecret, isPackaged || isShadow && pattern.kind == .passwordHash {
          return nil
        }
        let count = places.count == 1 ? "" : ", \(places.count) times"
        return ResidueFinding(
          kind: pattern.kind, path: suspect.path, offset: places.first, message: pattern.title + count)
      }
    }
    return FileResidue(
      findings: findings + found + SystemResidue.findings(in: contents), catalogue: catalogue, known: known)
  }

  private static func places(_ hits: [SecretHit]) -> [Int: Places] {
    hits.reduce(into: [:]) { places, hit in
      places[hit.pattern, default: Places()].count += 1
      places[hit.pattern, default: Places()].first = min(places[hit.pattern]?.first ?? .max, hit.offset)
    }
  }
}

/// A hit, wherever it is.
struct KnownHit: Hashable, Sendable {
  let pattern: Int
  let excerpt: [UInt8]
}

/// What was found in an image's files, and what is known of their content: with it, what is in no file can be told.
public struct FileResidue: Sendable {
  public let findings: [ResidueFinding]
  let catalogue: SecretCatalogue
  let known: Set<KnownHit>

  init(findings: [ResidueFinding], catalogue: SecretCatalogue, known: Set<KnownHit>) {
    self.findings = findings
    self.catalogue = catalogue
    self.known = known
  }

  /// Of files that nobody has read: all that is on a disk is then told of.
  public init(unread catalogue: SecretCatalogue) {
    self.init(findings: [], catalogue: catalogue, known: [])
  }
}

/// Looks through the bytes of a disk, front to back, for what is in none of its files.
public struct DiskSearch: Sendable {
  private let files: FileResidue
  private let disk: String
  private var scanner: SecretScanner

  /// - Parameter disk: what people call it.
  public init(_ disk: String, besides files: FileResidue) {
    self.disk = disk
    self.files = files
    scanner = SecretScanner(files.catalogue)
  }

  /// The next bytes; what is left out are zeros.
  ///
  /// - Parameter offset: of the first one.
  public mutating func take(_ piece: UnsafeRawBufferPointer, at offset: UInt64) {
    scanner.take(piece, at: offset)
  }

  /// Of each thing that was found, the first place.
  public mutating func finish() -> [ResidueFinding] {
    let hits = scanner.finish().filter { hit in
      !files.known.contains(KnownHit(pattern: hit.pattern, excerpt: hit.excerpt))
    }
    return Dictionary(grouping: hits, by: \.pattern).compactMap { index, hits in
      guard let first = hits.map(\.offset).min() else { return nil }
      let pattern = files.catalogue.patterns[index]
      let count = hits.count == 1 ? "" : ", \(hits.count) times, first"
      return ResidueFinding(
        kind: pattern.kind, offset: first,
        message: "\(pattern.title)\(count) at byte \(first) of disk '\(disk)'")
    }
  }
}
