import Archive
import Families
import Foundation
import JSON

/// Records of the Open Source Vulnerability format, 1.x; ossf.github.io/osv-schema.
struct OSVRecords {
  private let subject: AuditedSubject
  private let name: String
  private(set) var found: [Vulnerability] = []
  /// How many of them tell of something installed, be it fixed or not.
  private(set) var records = 0
  /// When the newest was changed.
  private(set) var newest: Date?
  private var newestText = ""

  /// Of a zip: one ecosystem's, such as Debian's, has a hundred thousand files.
  private static let limits = ArchiveReader.Limits(entries: 2_000_000, bytes: 1 << 35)
  private static let longest = 64 << 20

  init(_ subject: AuditedSubject, name: String) {
    self.subject = subject
    self.name = name
  }

  /// Reads a record, a list of them, or a zip of such files.
  ///
  /// - Throws: `JSONError`, `ArchiveError`.
  mutating func read(_ bytes: [UInt8]) throws {
    guard bytes.starts(with: [0x50, 0x4B, 3, 4]) else { return try readDocument(bytes) }
    let reader = try ArchiveReader(bytes: Data(bytes), name: name, limits: Self.limits)
    while let entry = try reader.next() {
      guard entry.kind == .file, entry.path.hasSuffix(".json") else { continue }
      try readDocument([UInt8](try reader.data(limit: Self.longest)))
    }
  }

  private mutating func readDocument(_ bytes: [UInt8]) throws {
    try walkJSON(bytes) { walker in
      if walker.isList {
        try walker.eachItem { try readRecord(&$0) }
      } else {
        try readRecord(&walker)
      }
    }
    if !newestText.isEmpty { newest = try? Date(String(newestText.prefix(19)) + "Z", strategy: .iso8601) }
  }

  /// What of a record is looked at.
  private struct Record {
    var id = ""
    var names: [String] = []
    var severity: Vulnerability.Severity?
    var isWithdrawn = false
    var affected: [JSONValue] = []
  }

  private mutating func readRecord(_ walker: inout JSONWalker) throws {
    var record = Record()
    var modified = ""
    try walker.eachMember { key, walker in
      switch key {
      case "id": record.id = try walker.value().string ?? ""
      case "aliases", "upstream": record.names += (try walker.value().array ?? []).compactMap(\.string)
      case "modified": modified = try walker.value().string ?? ""
      case "withdrawn": record.isWithdrawn = try walker.value().string != nil
      case "severity": record.severity = Self.severity(try walker.value()) ?? record.severity
      case "database_specific":
        let word = try walker.value()["severity"]?.string
        record.severity = record.severity ?? .init(word: word)
      case "affected":
        guard walker.isList else { return try walker.skip() }
        try walker.eachItem { walker in
          if try concerns(walker) { record.affected.append(try walker.value()) } else { try walker.skip() }
        }
      default: try walker.skip()
      }
    }
    newestText = max(newestText, modified)
    guard !record.isWithdrawn, !record.affected.isEmpty else { return }
    records += 1
    for affected in record.affected { judge(affected, of: record) }
  }

  /// Whether an item that a walker stands at is about something that is installed.
  private func concerns(_ walker: JSONWalker) throws -> Bool {
    var walker = walker
    var package: JSONValue?
    guard walker.isObject else { return false }
    try walker.eachMember { key, walker in
      if key == "package" { package = try walker.value() } else { try walker.skip() }
    }
    guard let package, let ecosystem = package["ecosystem"]?.string, let name = package["name"]?.string else {
      return false
    }
    if subject.components[AuditedSubject.key(ecosystem: ecosystem, name)] != nil { return true }
    guard subject.sources[name] != nil || subject.names[name] != nil else { return false }
    return Self.isOf(subject.bill.system, ecosystem)
  }

  /// Whether an ecosystem such as `Debian:13` is a system's.
  static func isOf(_ system: BillOfMaterials.System?, _ ecosystem: String) -> Bool {
    guard let system else { return false }
    let fields = ecosystem.split(separator: ":").map(String.init)
    // What is fixed for subscribers alone.
    guard let name = ForeignNames.osv[system.id], fields.first == name, !fields.contains("Pro") else {
      return false
    }
    guard fields.count > 1 else { return true }
    guard let version = system.version else { return false }
    let major = String(version.prefix { $0 != "." })
    return fields.dropFirst().contains { field in
      field == version || field == major || field.split(separator: " ").last.map { $0 == version } ?? false
    }
  }

  private mutating func judge(_ affected: JSONValue, of record: Record) {
    guard let package = affected["package"], let ecosystem = package["ecosystem"]?.string,
      let name = package["name"]?.string
    else { return }
    let severity =
      Self.severity(affected["severity"] ?? .null) ?? record.severity
      ?? .init(word: affected["ecosystem_specific"]?["severity"]?.string)
      ?? .init(urgency: affected["ecosystem_specific"]?["urgency"]?.string)
    let ids = Self.ids(record.id, record.names)
    if let components = subject.components[AuditedSubject.key(ecosystem: ecosystem, name)] {
      for component in components {
        guard let version = component.version,
          let verdict = AffectedVersion(affected, version, isOlder: { LooseVersion($0) < LooseVersion($1) })
        else { continue }
        found += ids.map {
          Vulnerability(
            id: $0, package: component.name, installed: version, fixed: verdict.fixed, severity: severity,
            places: [component.path])
        }
      }
      return
    }
    judgePackages(affected, name, ids, severity)
  }

  private mutating func judgePackages(
    _ affected: JSONValue, _ name: String, _ ids: [String], _ severity: Vulnerability.Severity
  ) {
    guard let format = subject.bill.format else { return }
    let isOlder = { (left: String, right: String) in format.isOlder(left, than: right) }
    if let packages = subject.sources[name] {
      for version in Set(packages.map(\.sourceVersion)).sorted() {
        guard let verdict = AffectedVersion(affected, version, isOlder: isOlder) else { continue }
        found += ids.map {
          subject.vulnerability($0, source: name, version: version, fixed: verdict.fixed, severity: severity)
        }
      }
      return
    }
    for package in subject.names[name] ?? [] {
      guard let verdict = AffectedVersion(affected, package.version, isOlder: isOlder) else { continue }
      found += ids.map {
        Vulnerability(
          id: $0, package: package.source, installed: package.version, fixed: verdict.fixed,
          severity: severity,
          places: [package.name])
      }
    }
  }

  /// What people know it as: the CVE's names, where there are any.
  private static func ids(_ id: String, _ others: [String]) -> [String] {
    if id.hasPrefix("CVE-") { return [id] }
    let known = Set(others.filter { $0.hasPrefix("CVE-") }).sorted()
    return known.isEmpty ? [id] : known
  }

  private static func severity(_ scores: JSONValue) -> Vulnerability.Severity? {
    (scores.array ?? []).compactMap { score in
      score["score"]?.string.flatMap { CVSS.severity($0) ?? .init(word: $0) }
    }.max()
  }
}

/// That a version is affected, and from which one on it is no longer.
private struct AffectedVersion {
  var fixed: String?

  /// As the format's "Evaluation" says; nil for a version that is not affected.
  init?(_ affected: JSONValue, _ version: String, isOlder: (String, String) -> Bool) {
    let isListed = affected["versions"]?.array?.contains { $0.string == version } ?? false
    var isAffected = isListed
    for range in affected["ranges"]?.array ?? [] where range["type"]?.string != "GIT" {
      let events = (range["events"]?.array ?? []).flatMap(Event.all).sorted {
        isOlder($0.version, $1.version) || !isOlder($1.version, $0.version) && $0.order < $1.order
      }
      var isInside = false
      for event in events {
        switch event.kind {
        case .introduced: if event.version == "0" || !isOlder(version, event.version) { isInside = true }
        case .fixed:
          if !isOlder(version, event.version) {
            isInside = false
          } else if isInside || isListed {
            fixed = fixed ?? event.version
          }
        case .lastAffected: if isOlder(event.version, version) { isInside = false }
        }
      }
      isAffected = isAffected || isInside
    }
    guard isAffected else { return nil }
  }

  private struct Event {
    enum Kind: String, CaseIterable {
      case introduced, fixed
      case lastAffected = "last_affected"
    }

    let kind: Kind
    let version: String
    /// Among those of one version.
    var order: Int { kind == .introduced ? 0 : 1 }

    static func all(_ event: JSONValue) -> [Event] {
      Kind.allCases.compactMap { kind in event[kind.rawValue]?.string.map { Event(kind: kind, version: $0) } }
    }
  }
}
