import Digests
import Files
import Foundation
import Freshness
import Jobs
import Testing

@testable import Factory
@testable import Images
@testable import Storage

/// What is found out of a build in a night, as far as no appliance is started for it.
struct NightlyExaminationTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: "\(folder.path)/store") }
  private static let id = BuildID(name: "web", version: "1.0", build: "20261122T020042Z")

  /// Nothing of it is in the store but what is attached to it.
  private func build() -> ImageManifest {
    let key = LayerKey(hex: String(repeating: "a", count: 64))
    let descriptor = Descriptor(
      title: "Web", description: "", identifier: "web", version: "1.0", groups: [],
      os: .init(distribution: "debian", version: "13", arch: .x86_64), cpu: 1, memory: 1024, disks: [],
      attributes: [:],
      kiln: Provenance(
        key: key, chain: [], built: "2026-11-22T02:00:42Z",
        tools: Tools(kiln: "1", qemu: "7", libguestfs: "1"),
        answers: "", firmware: .bios, packages: 1))
    return ImageManifest(id: Self.id, key: key, layers: [key], artifacts: [], descriptor: descriptor)
  }

  private func withSBOM() throws {
    let bill = BillOfMaterials(
      subject: .init(name: "web", version: "1.0", digest: "ab", created: "2026-11-22T02:00:42Z"),
      system: .init(id: "debian", version: "13", codename: "trixie", name: "Debian 13"), packageFormat: "deb",
      packages: [.init(name: "libc6", version: "2.41-12", architecture: "amd64", source: "glibc")])
    try store.images.attach(try bill.cycloneDX(tool: "0"), as: .cycloneDX, to: Self.id)
  }

  private static let record =
    #"{"id": "CVE-1", "affected": [{"package": {"name": "glibc", "ecosystem": "Debian:13"}, "ranges": "#
    + #"[{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3"}]}]}]}"#

  private func findings(
    _ checks: NightlyChecks, earlier: [NightlyReport] = [], isGood: Bool = true,
    updates: ImageFreshness.Verdict? = nil
  ) async -> BuildFindings {
    var examination = NightlyExamination(store: store, host: .emulating, checks: checks, earlier: earlier)
    return await examination.findings(of: build(), isGood: isGood, updates: updates)
  }

  @Test func itIsHeldAgainstTheSitesData() async throws {
    try withSBOM()
    var checks = NightlyChecks()
    checks.sources = [.init(path: "\(folder.path)/cve.json")]
    try FileSystem.write(Data(Self.record.utf8), to: "\(folder.path)/cve.json")
    let findings = await findings(checks)
    let counts = try #require(findings.vulnerabilities?.counts.filter { $0.fixed + $0.unfixed > 0 })
    #expect(counts == [.init(severity: .unknown, fixed: 1, unfixed: 0)])
    #expect(findings.isComplete)
  }

  /// What cannot be had is asked for once.
  @Test func whatTheSiteAsksForAndIsNotThereIsSaid() async throws {
    var checks = NightlyChecks()
    checks.sources = [.init(path: "\(folder.path)/none.json")]
    let blind = await findings(checks)
    #expect(
      blind.unchecked.filter(\.wanted) == [
        .init(.vulnerabilities, because: "its SBOM is not there", wanted: true)
      ])
    try withSBOM()
    var examination = NightlyExamination(store: store, host: .emulating, checks: checks, earlier: [])
    for _ in 1...2 {
      let findings = await examination.findings(of: build(), isGood: true, updates: nil)
      #expect(
        findings.unchecked.filter(\.wanted) == [
          .init(
            .vulnerabilities, because: "\(folder.path)/none.json: there is no such file", wanted: true)
        ])
      // There again; but this night has seen that it was not.
      try FileSystem.write(Data(Self.record.utf8), to: "\(folder.path)/none.json")
    }
  }

  @Test func whatASiteDoesNotAskForIsNoGap() async throws {
    let findings = await findings(NightlyChecks())
    #expect(
      findings.unchecked.map(\.what) == [
        .tests, .residue, .sbom, .signature, .updates, .vulnerabilities, .policy,
      ])
    #expect(findings.isComplete)
    let failed = await self.findings(NightlyChecks(), isGood: false)
    #expect(failed.unchecked.map(\.what) == [.tests, .residue, .sbom, .signature])
  }

  private func policy(_ text: String) throws -> NightlyChecks.NightlyPolicy {
    let path = "\(folder.path)/policy.yaml"
    try FileSystem.write(Data(text.utf8), to: path)
    return .init(policy: try Policy(path: path), digest: sha256(text))
  }

  /// An image that would have to be read again is judged as it was, for a week and by the same policy.
  @Test(arguments: [
    (1.0, "root_login: none\n", "1.0+20261122T020042Z", true),
    (8.0, "root_login: none\n", "1.0+20261122T020042Z", false),
    (1.0, "root_login: keys\n", "1.0+20261122T020042Z", false),
    (1.0, "root_login: none\n", "1.0+20261121T020042Z", false),
  ])
  func aVerdictStandsForAWeek(days: Double, rules: String, judged: String, isStanding: Bool) async throws {
    var checks = NightlyChecks()
    checks.policy = try policy("root_login: none\n")
    var old = BuildFindings(of: Self.id)
    old.build = judged
    old.policy = .init(
      title: "Site", file: "policy.yaml", digest: sha256(rules), when: Date.now - days * 86_400,
      admitted: false,
      rules: 1, broken: [])
    let night = NightlyReport(
      start: .now, end: .now, seconds: 0, passed: true, host: "h", problems: [], notices: [],
      appliances: [
        .init(name: "web", outcome: .built, reasons: [], seconds: 0, findings: old, logs: [])
      ], jobs: [])
    let findings = await findings(checks, earlier: [night])
    #expect(findings.policy == (isStanding ? old.policy : nil))
    // The store has no such build that could be read.
    #expect(findings.unchecked.filter(\.wanted).map(\.what) == (isStanding ? [] : [.policy]))
  }

  @Test func updatesAreCounted() async {
    let none = await findings(NightlyChecks(), updates: .known([]))
    #expect(none.updates == .init(security: 0, other: 0))
    let unknown = await findings(NightlyChecks(), updates: .unknown("no answer"))
    #expect(unknown.updates == nil)
    #expect(unknown.unchecked.contains(.init(.updates, because: "no answer")))
  }
}
