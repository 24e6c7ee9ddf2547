import Families
import JSON

/// The document of Debian's security tracker: by source package and vulnerability, how it stands in each release;
/// security-team.debian.org/security_tracker.html.
struct DebianTracker {
  private let subject: AuditedSubject
  private let name: String
  private let release: String
  private(set) var found: [Vulnerability] = []
  /// How many vulnerabilities of installed packages it tells of.
  private(set) var records = 0
  /// Of how many nobody knows yet.
  private(set) var undetermined = 0

  /// - Throws: ``VulnerabilityDataError`` for a system that it is not about.
  init(_ subject: AuditedSubject, name: String) throws {
    self.subject = subject
    self.name = name
    guard let system = subject.bill.system, system.id == ForeignNames.debian,
      subject.bill.format == .deb
    else {
      throw VulnerabilityDataError(
        name: name,
        reason:
          "tells of Debian alone, and the image is of \(subject.bill.system?.name ?? "an unknown system")"
      )
    }
    // What is not released yet has no number.
    release = system.codename.map { $0.hasSuffix("/sid") ? "sid" : $0 } ?? "sid"
  }

  /// - Throws: `JSONError`; ``VulnerabilityDataError`` for JSON that says something else.
  mutating func read(_ bytes: [UInt8]) throws {
    var isEmpty = true
    try walkJSON(bytes) { walker in
      try walker.eachMember { source, walker in
        isEmpty = false
        guard walker.isObject else { throw unlike }
        guard let packages = subject.sources[source] else { return try walker.skip() }
        let versions = Set(packages.map(\.sourceVersion)).sorted()
        try walker.eachMember { id, walker in
          let record = try walker.value()
          guard let state = record["releases"]?[release] else { return }
          records += 1
          for version in versions { judge(state, id, source, version) }
        }
      }
    }
    guard !isEmpty else { throw unlike }
  }

  private var unlike: VulnerabilityDataError {
    VulnerabilityDataError(
      name: name, reason: "is JSON, and neither the document of Debian's security tracker nor a record of OSV"
    )
  }

  private mutating func judge(_ state: JSONValue, _ id: String, _ source: String, _ version: String) {
    var fixed: String?
    switch state["status"]?.string {
    case "resolved":
      // `0`: this release never had it.
      guard let first = state["fixed_version"]?.string, first != "0",
        DebianVersion(version) < DebianVersion(first)
      else { return }
      fixed = first
    case "open": break
    default:
      undetermined += 1
      return
    }
    found.append(
      subject.vulnerability(
        id, source: source, version: version, fixed: fixed,
        severity: .init(urgency: state["urgency"]?.string),
        note: state["nodsa_reason"]?.string.flatMap { $0.isEmpty ? nil : $0 }
          ?? state["nodsa"].map { _ in "no-dsa" }))
  }
}

extension Vulnerability.Severity {
  /// As Debian says it, with `*` behind what is a guess.
  init(urgency: String?) {
    switch urgency?.prefix(while: { $0 != "*" }) {
    case "high": self = .high
    case "medium": self = .medium
    case "low": self = .low
    case "unimportant": self = .negligible
    default: self = .unknown
    }
  }

  /// As anybody else does, in whatever spelling; nil for another word.
  init?(word: String?) {
    switch word?.lowercased() {
    case "critical": self = .critical
    case "high", "important": self = .high
    case "medium", "moderate": self = .medium
    case "low", "minor": self = .low
    case "negligible", "none", "unimportant": self = .negligible
    default: return nil
    }
  }
}
