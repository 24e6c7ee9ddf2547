public import Foundation
public import Recipes

/// All that a policy can be held against: what is on the disks, and beside it what others say of them.
public struct ImageFacts: Sendable {
  public var disks: DiskFacts
  public var statements: StatementFacts
  /// The time that ages are counted to.
  public var now: Date

  public init(disks: DiskFacts, statements: StatementFacts = StatementFacts(), now: Date = .now) {
    self.disks = disks
    self.statements = statements
    self.now = now
  }
}

/// What was seen on an image's own disks: nobody's word for it.
public struct DiskFacts: Sendable {
  public var contents: ImageContents
  /// What the files are that the image came as, such as `qcow2`.
  public var formats: [String]
  /// Bytes that a guest sees of each disk.
  public var sizes: [UInt64]
  /// What the descriptor beside it asks a machine to have; nil where there is none.
  public var wanted: Machine?

  public struct Machine: Hashable, Sendable {
    public var cpus: Int
    /// Bytes.
    public var memory: UInt64
    public var firmware: Hardware.Firmware

    public init(cpus: Int, memory: UInt64, firmware: Hardware.Firmware) {
      self.cpus = cpus
      self.memory = memory
      self.firmware = firmware
    }
  }

  public init(contents: ImageContents, formats: [String], sizes: [UInt64], wanted: Machine? = nil) {
    self.contents = contents
    self.formats = formats
    self.sizes = sizes
    self.wanted = wanted
  }
}

/// What statements say of an image whose signatures hold, and whose subjects are the very files at hand. nil is what none of them
/// says.
///
/// Whatever is on the disks counts more.
public struct StatementFacts: Hashable, Sendable {
  /// Key identifiers whose signatures hold, over everything that is said here.
  public var signers: Set<String> = []
  /// Why nothing, or less than was there, is believed; a line each.
  public var doubts: [String] = []
  /// Of the provenance: `runDetails.builder.id` (SLSA provenance v1).
  public var builder: String?
  /// Where each recipe of the chain is from, as the provenance has it, such as `git+https://git.example.org/recipes@3f2a…`.
  public var repositories: [String]?
  /// Whether any of them had changes that were not committed.
  public var isDirty: Bool?
  /// When the image was sealed.
  public var built: Date?
  public var tests: Tests?
  /// Of the SBOM: each package's version and licence (an SPDX expression; nil where it does not say), by name.
  public var packages: [String: Package]?
  /// Known vulnerabilities that are in the image, by severity: an audit of it by the site's own data, and nobody else's word.
  public var vulnerabilities: [Severity: Vulnerabilities]?
  /// Packages of which a version without a known vulnerability is there, by the same audit.
  public var securityUpdates: [String]?
  /// What the residue scan found, and the recipe does not allow.
  public var residue: [String]?

  public struct Tests: Hashable, Sendable {
    public var passed: Bool
    /// `passed`, `failed` or `skipped`, by the test's name.
    public var outcomes: [String: String]
    /// What listened in the booted image, such as `22/tcp`; nil where no test looked.
    public var ports: [String]?

    public init(passed: Bool, outcomes: [String: String], ports: [String]? = nil) {
      self.passed = passed
      self.outcomes = outcomes
      self.ports = ports
    }
  }

  public struct Package: Hashable, Sendable {
    public var version: String
    public var licence: String?

    public init(version: String, licence: String? = nil) {
      self.version = version
      self.licence = licence
    }
  }

  public typealias Severity = Vulnerability.Severity

  public struct Vulnerabilities: Hashable, Sendable {
    /// Those that a newer package mends.
    public var fixable: [String]
    /// Those that nothing mends yet.
    public var unfixed: [String]

    public init(fixable: [String] = [], unfixed: [String] = []) {
      self.fixable = fixable
      self.unfixed = unfixed
    }
  }

  public init() {}

  /// Takes what an audit found in what the disks hold.
  public mutating func take(_ audit: VulnerabilityAudit) {
    var found: [Severity: Vulnerabilities] = [:]
    for vulnerability in audit.vulnerabilities {
      let text = "\(vulnerability.id) in \(vulnerability.package) \(vulnerability.installed)"
      if vulnerability.fixed == nil {
        found[vulnerability.severity, default: Vulnerabilities()].unfixed.append(text)
      } else {
        found[vulnerability.severity, default: Vulnerabilities()].fixable.append(text)
      }
    }
    vulnerabilities = found
    securityUpdates = Set(
      audit.vulnerabilities.compactMap { found in
        found.fixed.map { "\(found.package) \(found.installed): \($0)" }
      }
    ).sorted()
  }

  /// Why something is not known that a statement could say.
  func missing(_ what: String) -> Judgement {
    let why = doubts.isEmpty ? "" : ": " + doubts.joined(separator: "; ")
    return .unknown("no verified statement says \(what)\(why)")
  }
}
