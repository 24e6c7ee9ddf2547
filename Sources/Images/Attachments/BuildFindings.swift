public import Foundation
import JSON
import Text

/// What is known of a build beside its files, as people are told of it; `schemas/findings.schema.json`.
///
/// What is attached to a build is read here and nowhere else. An audit, a policy's verdict and pending updates are of the day, not of the
/// build: whoever asked for them adds them.
public struct BuildFindings: Hashable, Sendable, Codable {
  /// `VERSION+BUILD`.
  public var build: String
  public var tests: Tests?
  public var residue: Residue?
  public var sbom: SBOM?
  public var signature: Signature?
  public var updates: Updates?
  public var vulnerabilities: Vulnerabilities?
  public var policy: PolicyVerdict?
  /// Which of these are not known, and why.
  public var unchecked: [Unchecked] = []

  /// What can be said of a build.
  public enum Subject: String, Hashable, Sendable, Codable, CaseIterable {
    case tests, residue, sbom, signature, updates, vulnerabilities, policy
  }

  public struct Unchecked: Hashable, Sendable, Codable {
    public var what: Subject
    public var why: String
    /// Whether it was asked for, and could not be found out.
    public var wanted: Bool

    public init(_ what: Subject, because why: String, wanted: Bool = false) {
      self.what = what
      self.why = why
      self.wanted = wanted
    }
  }

  /// Nothing is known yet.
  public init(of id: BuildID) {
    build = id.label
  }

  /// What is attached to a build.
  ///
  /// - Parameters:
  ///   - before: the build that its packages are compared with; nil where there is none.
  ///   - keys: those that may have signed.
  ///   - read: what is attached to a build; nil where nothing is.
  public init(
    of id: BuildID, before: BuildID?, knowing keys: TrustedKeys,
    read: (AttachmentKind, BuildID) throws -> [UInt8]?
  ) {
    self.init(of: id)
    func document(_ kind: AttachmentKind) throws -> [UInt8]? { try read(kind, id) }
    tests = take(.tests, "nobody has tested it") { try document(.tests).map { Tests(try TestReport($0)) } }
    residue = take(.residue, "nobody has looked for what was left in it") {
      try document(.residue).map { Residue(try decodeJSON(ResidueReport.self, from: $0)) }
    }
    sbom = take(.sbom, "nobody has looked what is inside") {
      guard let bytes = try document(.cycloneDX) else { return nil }
      let bill = try BillOfMaterials(cycloneDX: bytes, name: AttachmentKind.cycloneDX.rawValue)
      // An earlier build's document that cannot be read says nothing against this one.
      let old = before.flatMap { before in
        (try? read(.cycloneDX, before)).flatMap(\.self).flatMap {
          try? BillOfMaterials(cycloneDX: $0, name: "\(before)")
        }.map { (before, $0) }
      }
      return SBOM(bill, before: old)
    }
    signature = take(.signature, "nobody has signed it") {
      try document(.provenance).map { Signature(try Envelope(reading: $0), knowing: keys) }
    }
    if let fault = signature?.fault {
      unchecked.append(Unchecked(.signature, because: fault, wanted: true))
    }
  }

  private mutating func take<Value>(
    _ what: Subject, _ otherwise: String, _ value: () throws -> Value?
  ) -> Value? {
    do {
      if let value = try value() { return value }
      unchecked.append(Unchecked(what, because: otherwise))
    } catch {
      unchecked.append(Unchecked(what, because: "what is kept of it cannot be read: \(error)", wanted: true))
    }
    return nil
  }

  /// Whether everything that was asked for is known.
  public var isComplete: Bool { !unchecked.contains(where: \.wanted) }
}

extension BuildFindings {
  public struct Tests: Hashable, Sendable, Codable {
    /// How many.
    public var passed: Int
    public var failed: [Named]
    public var skipped: [Named]
    /// What should have been looked at, and was not.
    public var untested: [TestReport.Untested]
    /// Of the whole test.
    public var seconds: Double

    public struct Named: Hashable, Sendable, Codable {
      public var name: String
      /// Why it failed or was not done.
      public var message: String?
    }

    public init(_ report: TestReport) {
      func named(_ outcome: TestCase.Outcome) -> [Named] {
        report.tests.filter { $0.outcome == outcome }.map { Named(name: $0.name, message: $0.message) }
      }
      passed = report.tests.count { $0.outcome == .passed }
      failed = named(.failed)
      skipped = named(.skipped)
      untested = report.untested
      seconds = report.seconds
    }
  }

  /// What was left in it.
  public struct Residue: Hashable, Sendable, Codable {
    /// How many findings are not allowed.
    public var faults: Int
    /// The first of these, such as `/root/key: private key`.
    public var messages: [String]
    /// What the recipe lets stay, by its reasons.
    public var allowed: [Allowance]

    public struct Allowance: Hashable, Sendable, Codable {
      public var reason: String
      /// How many findings.
      public var count: Int
      /// The first of them.
      public var first: String
    }

    /// As many as a person reads.
    static let told = 20

    public init(_ report: ResidueReport) {
      faults = report.faults.count
      messages = report.faults.prefix(Self.told).map { shownName($0.summary, longest: 300) }
      var allowed: [Allowance] = []
      for finding in report.findings {
        guard let reason = finding.allowed else { continue }
        if let index = allowed.firstIndex(where: { $0.reason == reason }) {
          allowed[index].count += 1
        } else {
          allowed.append(
            Allowance(reason: reason, count: 1, first: shownName(finding.summary, longest: 300)))
        }
      }
      self.allowed = allowed
    }
  }

  /// What is inside, in figures.
  public struct SBOM: Hashable, Sendable, Codable {
    /// Of the distribution.
    public var packages: Int
    /// Software that no package brought.
    public var components: Int
    /// nil where there is no build before it, or nobody has looked into that.
    public var change: Change?

    public struct Change: Hashable, Sendable, Codable {
      /// `VERSION+BUILD` of the build before.
      public var since: String
      public var packages: PackageChanges
      /// Each by its kind and name, such as `python requests`.
      public var components: PackageChanges

      public var isEmpty: Bool { packages.isEmpty && components.isEmpty }
    }
  }

  /// Who has signed where it comes from. Whether its files are those that were signed, `kiln verify` tells.
  public struct Signature: Hashable, Sendable, Codable {
    public var keys: [Key]
    /// What is wrong; nil where nothing is, and where no key is known to hold it against.
    public var fault: String?

    public struct Key: Hashable, Sendable, Codable {
      /// As securesystemslib computes it.
      public var id: String
      /// What people call it, where its signature holds; nil where the key is not known, or the signature does not hold.
      public var name: String?
    }
  }

  /// Packages of which the archives have newer versions.
  public struct Updates: Hashable, Sendable, Codable {
    public var security: Int
    public var other: Int

    public init(security: Int, other: Int) {
      self.security = security
      self.other = other
    }

    public var count: Int { security + other }
  }

  /// What an audit by the site's own data found.
  public struct Vulnerabilities: Hashable, Sendable, Codable {
    /// By severity, the worst first.
    public var counts: [VulnerabilityCount]
    /// What it was held against.
    public var data: [VulnerabilityData]

    public var count: Int { counts.reduce(0) { $0 + $1.fixed + $1.unfixed } }
  }

  /// Whether the site's policy lets it in.
  public struct PolicyVerdict: Hashable, Sendable, Codable {
    public var title: String
    /// As the user typed its path.
    public var file: String
    /// SHA-256 of the policy's file, hexadecimal.
    public var digest: String
    /// When it was judged; in whole seconds.
    public var when: Date
    public var admitted: Bool
    /// How many rules it was held against.
    public var rules: Int
    /// Those that it does not keep.
    public var broken: [BrokenRule]
    /// Why it could not be opened at all; nil where it was.
    public var refusal: String?

    public struct BrokenRule: Hashable, Sendable, Codable {
      public var rule: String
      public var outcome: Verdict.Outcome
      public var evidence: [String]
      /// In the policy, such as `policy.yaml:7:1`.
      public var place: String
    }
  }
}

extension BuildFindings.SBOM {
  init(_ bill: BillOfMaterials, before: (build: BuildID, bill: BillOfMaterials)?) {
    packages = bill.packages.count
    components = bill.components.count
    change = before.map { build, old in
      Change(
        since: build.label, packages: PackageChanges(from: old.packageVersions, to: bill.packageVersions),
        components: PackageChanges(from: old.componentVersions, to: bill.componentVersions))
    }
  }
}

extension BuildFindings.Signature {
  init(_ envelope: Envelope, knowing known: TrustedKeys) {
    let (signers, faults) = known.signers(of: envelope)
    let claimed = envelope.signatures.compactMap(\.keyID)
    let ids = (signers.map(\.id) + claimed).reduce(into: [String]()) { ids, id in
      if !ids.contains(id) { ids.append(id) }
    }
    keys = ids.map { id in
      Key(id: String(id.visible.prefix(64)), name: signers.first { $0.id == id }?.name.visible)
    }
    fault =
      if envelope.signatures.isEmpty {
        "the statement of where it comes from has no signature"
      } else {
        known.isEmpty ? nil : faults.first.map { shownName("\($0)", longest: 500) }
      }
  }
}

extension BuildFindings.Vulnerabilities {
  public init(_ audit: VulnerabilityAudit) {
    counts = audit.counts
    data = audit.data.map { data in
      var data = data
      data.date = data.date?.inWholeSeconds
      return data
    }
  }
}

extension BuildFindings.PolicyVerdict {
  public init(_ admission: Admission, digest: String, when: Date) {
    title = admission.policy.title
    file = admission.policy.file
    self.digest = digest
    self.when = when.inWholeSeconds
    admitted = admission.isAdmitted
    rules = admission.verdicts.count
    broken = admission.verdicts.filter { !$0.admits }.map {
      BrokenRule(rule: $0.rule, outcome: $0.outcome, evidence: $0.evidence, place: "\($0.place)")
    }
    refusal = admission.refusal
  }
}

extension BillOfMaterials {
  /// Versions by name; several of one name are all told.
  fileprivate var packageVersions: [String: String] { Self.versions(packages.map { ($0.name, $0.version) }) }

  fileprivate var componentVersions: [String: String] {
    Self.versions(components.map { ("\($0.kind.rawValue) \($0.name)", $0.version ?? "") })
  }

  private static func versions(_ all: [(name: String, version: String)]) -> [String: String] {
    Dictionary(grouping: all, by: \.name).mapValues {
      Set($0.map(\.version)).sorted().joined(separator: ", ")
    }
  }
}
