import Families
import Foundation
import XML

/// Definitions of the Open Vulnerability and Assessment Language, 5.10 and 5.11, as far as Debian, Ubuntu and Red Hat use it of packages;
/// oval.cisecurity.org, "definitions" and "linux-definitions".
///
/// A document is read once, in its order: definitions come first and name tests, which name objects (packages) and states (versions).
/// Tests of anything but packages, such as which kernel runs, cannot be held against an image at rest: they decide nothing.
final class OVALDefinitions {
  let subject: AuditedSubject
  var definitions: [Definition] = []
  var tests: [String: Test] = [:]
  /// Names of packages, or of a variable that has them, by object.
  var objects: [String: (names: [String], variable: String?)] = [:]
  var states: [String: State] = [:]
  var variables: [String: [String]] = [:]
  /// When it was made.
  var date: Date?
  /// Which hold of those that others ask for, as far as that is worked out.
  private var extended: [String: Bool?] = [:]
  private lazy var byID = Dictionary(
    definitions.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })

  init(_ subject: AuditedSubject) { self.subject = subject }

  /// - Throws: `XMLError`; ``VulnerabilityDataError`` for XML of another kind, or about other systems alone.
  func read(_ bytes: [UInt8], name: String) throws {
    let handler = OVALHandler(self)
    try readXML(bytes, name, handler)
    guard handler.isOVAL else {
      throw VulnerabilityDataError(
        name: name, reason: "is XML, and not of the Open Vulnerability and Assessment Language")
    }
    let all = definitions
    definitions.removeAll { !concerns($0.platforms) }
    guard definitions.isEmpty, let other = all.first?.platforms.first else { return }
    throw VulnerabilityDataError(
      name: name,
      reason:
        "tells of \(other), and the image is of \(subject.bill.system?.name ?? "an unknown system")")
  }

  /// Whether it is about the image's system, by its name and number; those of Red Hat are also about what is rebuilt of it.
  private func concerns(_ platforms: [String]) -> Bool {
    guard let system = subject.bill.system, !platforms.isEmpty else { return platforms.isEmpty }
    let name = ForeignNames.oval(system.id)
    let version = system.version ?? ""
    let numbers = [version, String(version.prefix { $0 != "." })]
    return platforms.contains { platform in
      let words = platform.split(separator: " ").map(String.init)
      let told = words.filter { $0.first?.isNumber == true }
      return words.contains(name) && (told.isEmpty || told.contains(where: numbers.contains))
        && (name != "Linux" || !platform.hasPrefix("Debian"))
    }
  }

  struct Definition {
    var id = ""
    var title = ""
    var references: [String] = []
    /// The systems that it is about, as people call them.
    var platforms: [String] = []
    var severity: String?
    /// Of single vulnerabilities of an advisory.
    var severities: [String: String] = [:]
    var criteria = Criteria(isAny: false)
  }

  /// What must hold; a tree.
  struct Criteria {
    var isAny: Bool
    var isNegated = false
    var parts: [Part] = []

    enum Part {
      case criteria(Criteria)
      case test(String, isNegated: Bool)
      case definition(String, isNegated: Bool)
    }
  }

  struct Test {
    var object = ""
    var states: [String] = []
    /// Whether nothing of that kind may be there.
    var isNone = false
  }

  struct State {
    var version: (operation: String, value: String)?
    var architectures: [String]?
  }
}

extension OVALDefinitions {
  /// What it finds, once it is read, and how many definitions tell of installed packages.
  var result: (found: [Vulnerability], records: Int) {
    var found: [Vulnerability] = []
    var records = 0
    for definition in definitions {
      let verdict = judge(definition.criteria, depth: 0)
      if verdict.isKnown { records += 1 }
      guard verdict.holds == true else { continue }
      // Where versions are told, what is only installed says which modules or systems are meant.
      let precise = verdict.evidence.filter { $0.fixed != nil }
      let cves = definition.references.filter { $0.hasPrefix("CVE-") }
      for id in cves.isEmpty ? [definition.references.first ?? definition.title] : cves {
        let severity =
          Vulnerability.Severity(word: definition.severities[id] ?? definition.severity) ?? .unknown
        found += (precise.isEmpty ? verdict.evidence : precise).map { evidence in
          Vulnerability(
            id: id, package: evidence.package, installed: evidence.installed, fixed: evidence.fixed,
            severity: severity, places: evidence.places)
        }
      }
    }
    return (found, records)
  }

  private struct Evidence {
    let package: String
    let installed: String
    let fixed: String?
    let places: [String]
  }

  private struct Verdict {
    /// nil: nothing here can tell.
    var holds: Bool?
    var evidence: [Evidence] = []
    /// Whether it is about anything that is installed.
    var isKnown = false

    var negated: Verdict { Verdict(holds: holds.map { !$0 }, isKnown: isKnown) }
  }

  private func judge(_ criteria: Criteria, depth: Int) -> Verdict {
    guard depth < 32 else { return Verdict() }
    var result = Verdict()
    for part in criteria.parts {
      let verdict: Verdict
      switch part {
      case .criteria(let inner): verdict = judge(inner, depth: depth + 1)
      case .test(let id, let isNegated):
        let found = judge(test: id)
        verdict = isNegated ? found.negated : found
      case .definition(let id, let isNegated):
        let holds = holds(definition: id, depth: depth + 1)
        // Which system it is, and not what it has.
        verdict = Verdict(holds: isNegated ? holds.map(!) : holds)
      }
      result.isKnown = result.isKnown || verdict.isKnown
      guard let holds = verdict.holds else { continue }
      if holds { result.evidence += verdict.evidence }
      result.holds = result.holds.map { criteria.isAny ? $0 || holds : $0 && holds } ?? holds
    }
    if result.holds != true { result.evidence = [] }
    return criteria.isNegated ? result.negated : result
  }

  /// One that asks for itself knows nothing.
  private func holds(definition id: String, depth: Int) -> Bool? {
    if let known = extended[id] { return known }
    extended[id] = .some(nil)
    let holds = byID[id].flatMap { judge(definitions[$0].criteria, depth: depth).holds }
    extended[id] = .some(holds)
    return holds
  }

  private func judge(test id: String) -> Verdict {
    guard let test = tests[id], let object = objects[test.object] else { return Verdict() }
    let names = object.names + (object.variable.flatMap { variables[$0] } ?? [])
    let installed = names.flatMap(installed)
    let states = test.states.compactMap { self.states[$0] }
    guard !installed.isEmpty else { return Verdict(holds: test.isNone) }
    let hasVersions = states.contains { $0.version != nil }
    // That a package is signed, or of which kind a system is, says nothing by itself.
    if !states.isEmpty, !hasVersions { return Verdict(isKnown: true) }
    let matching = installed.compactMap { package -> Evidence? in
      var fixed: String?
      for state in states {
        if let architectures = state.architectures, !architectures.contains(package.architecture) {
          return nil
        }
        guard let version = state.version else { continue }
        // So Debian says that no version is without it.
        if version == ("less than", "0:0") { continue }
        guard holds(package.version, version) else { return nil }
        if version.operation == "less than" { fixed = shown(version.value) }
      }
      return Evidence(package: package.name, installed: package.version, fixed: fixed, places: package.places)
    }
    return Verdict(
      holds: matching.isEmpty == test.isNone, evidence: test.isNone ? [] : matching, isKnown: true)
  }

  /// What is installed of a name: Debian's definitions name sources, those of others packages.
  private func installed(
    _ name: String
  ) -> [(name: String, version: String, architecture: String, places: [String])] {
    if subject.bill.format == .deb, let packages = subject.sources[name] {
      return Set(packages.map(\.sourceVersion)).sorted().map { version in
        let own = packages.filter { $0.sourceVersion == version }
        return (name, version, own.first?.architecture ?? "", Set(own.map(\.name)).sorted())
      }
    }
    return (subject.names[name] ?? []).map { ($0.source, $0.version, $0.architecture, [$0.name]) }
  }

  private func holds(_ installed: String, _ wanted: (operation: String, value: String)) -> Bool {
    guard let format = subject.bill.format else { return false }
    let (isOlder, isNewer) = (
      format.isOlder(installed, than: wanted.value), format.isOlder(wanted.value, than: installed)
    )
    switch wanted.operation {
    case "less than": return isOlder
    case "less than or equal": return !isNewer
    case "greater than": return isNewer
    case "greater than or equal": return !isOlder
    case "not equal": return isOlder || isNewer
    default: return !isOlder && !isNewer
    }
  }

  /// Without an epoch of 0, as people write versions.
  private func shown(_ version: String) -> String {
    version.hasPrefix("0:") ? String(version.dropFirst(2)) : version
  }
}
