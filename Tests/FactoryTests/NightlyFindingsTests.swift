import Failures
import Files
import Foundation
import JSON
import Planning
import Recipes
import Subprocess
import Testing

@testable import Builds
@testable import Factory
@testable import Images
@testable import Imaging
@testable import Storage

/// A report from a made-up build.
struct NightlyFindingsTests {
  private let place = Workplace()
  private let plan: Plan

  init() throws {
    try place.writeFamily()
    plan = try place.plan("base", "web", "wiki")
  }

  private func image(_ name: String) throws -> PlannedImage {
    try #require(plan.images.first { $0.appliance.name == name })
  }

  private static let failure = FailureRecord(
    subject: .init(kind: .layer, name: "wiki"), appliance: "wiki", when: "2026-11-22T02:00:30Z",
    cause: .scriptFailed, message: "step failed: exit status 3", exitStatus: 3,
    evidence: [.init(source: .step, lines: ["last output"]), .init(source: .machine, lines: ["QEMU: fine"])],
    advice: "mend it",
    files: [.init(kind: .log, path: "/logs/wiki.log"), .init(kind: .screenshot, path: "/logs/screen.png")])

  /// `base` reused, `web` built, `wiki` failed.
  private func findings() throws -> NightlyFindings {
    let web = try image("web")
    let wiki = try image("wiki")
    var findings = NightlyFindings(images: plan.images)
    let booted = BootResult(outcome: .booted, when: "2026-11-22T02:01:00Z", seconds: 9)
    findings.buildStart = 2
    findings.build.images = [
      .init(name: "base", version: "1", outcome: .reused, path: "/out/base-1.qcow2", seconds: 0),
      .init(
        name: "web", version: "1.0", outcome: .built, path: "/out/web-1.0.qcow2", seconds: 42, boot: booted),
      .init(name: "wiki", version: "2", outcome: .failed, seconds: 3, failure: Self.failure),
    ]
    findings.build.jobs = [
      JobReport(
        name: JobName(kind: .layer, key: wiki.leaf, label: "wiki"), appliance: "wiki", outcome: .failed,
        start: 1,
        seconds: 3, reason: "never built", failure: Self.failure),
      JobReport(
        name: JobName(kind: .layer, key: web.leaf, label: "web"), appliance: "web", outcome: .built, start: 0,
        seconds: 40, reason: "page.html changed"),
      JobReport(
        name: web.jobName, appliance: "web", outcome: .built, start: 40, seconds: 2, reason: "sealing"),
      JobReport(name: wiki.jobName, appliance: "wiki", outcome: .skipped),
      JobReport(
        name: web.bootTestName, appliance: "web", outcome: .built, start: 48.5, seconds: 9, boot: booted),
    ]
    findings.descriptors = ["web": facts(bytes: 1200, packages: 12, layer: "bb")]
    return findings
  }

  private func facts(bytes: UInt64, packages: Int, layer: String) -> NightlyReport.Image {
    NightlyReport.Image(
      path: "/out/web-1.0.qcow2", bytes: bytes, packages: packages, built: "2026-11-21T02:00:00Z",
      key: LayerKey(hex: layer), layer: LayerKey(hex: layer))
  }

  private func yesterday(_ image: NightlyReport.Image?) -> NightlyReport {
    var findings = NightlyFindings(images: plan.images)
    findings.build.images = [
      .init(name: "base", version: "1", outcome: .reused, seconds: 0),
      .init(name: "web", version: "1.0", outcome: image == nil ? .failed : .built, seconds: 1),
    ]
    findings.descriptors = image.map { ["web": $0] } ?? [:]
    return NightlyReport(
      start: image == nil ? "2026-11-21T02:00:00Z" : "2026-11-20T02:00:00Z", end: "2026-11-21T03:00:00Z",
      seconds: 3600, passed: true, host: "builder", problems: [], notices: [],
      appliances: findings.appliances, jobs: [])
  }

  @Test func eachApplianceHasItsOutcomeAndWhy() throws {
    let appliances = try findings().appliances
    #expect(appliances.map(\.label) == ["base-1", "web-1.0", "wiki-2"])
    #expect(appliances.map(\.parent) == [nil, "base", "base"])
    #expect(appliances.map(\.outcome) == [.reused, .built, .failed])
    #expect(appliances.map(\.isGood) == [true, true, false])
    #expect(appliances[1].reasons == ["web: page.html changed"])
    #expect(appliances[1].boot?.outcome == .booted)
    #expect(
      appliances[2].fault
        == NightlyReport.Failure(
          cause: "script-failed", message: "step failed: exit status 3", advice: "mend it",
          lastLines: ["last output", "QEMU: fine"], screenshot: "/logs/screen.png"))
  }

  @Test func anImageThatDoesNotBootIsAFault() throws {
    var findings = try findings()
    findings.build.images[1].boot = BootResult(
      outcome: .failed, when: "2026-11-22T02:01:00Z", message: "its kernel panicked",
      lastLines: ["Kernel panic"])
    findings.build.jobs[4].outcome = .failed
    let web = findings.appliances[1]
    #expect(!web.isGood)
    #expect(web.fault?.message == "the image has not passed its test: its kernel panicked")
    #expect(web.fault?.lastLines == ["Kernel panic"])
    #expect(findings.jobs.last?.outcome == .failed)
  }

  private static func verdict(isAdmitted: Bool) -> BuildFindings.PolicyVerdict {
    BuildFindings.PolicyVerdict(
      title: "Grid", file: "grid.yaml", digest: String(repeating: "c", count: 64),
      when: "2026-11-22T02:01:00Z",
      admitted: isAdmitted, rules: 9,
      broken: isAdmitted
        ? []
        : [
          .init(rule: "root_login", outcome: .failed, evidence: ["sshd lets root in"], place: "grid.yaml:3:1")
        ])
  }

  private static func known(_ policy: BuildFindings.PolicyVerdict? = nil) -> BuildFindings {
    var findings = BuildFindings(of: BuildID(name: "web", version: "1.0", build: "20261122T020042Z"))
    findings.policy = policy
    return findings
  }

  /// All that can be said.
  private static func sample(_ policy: BuildFindings.PolicyVerdict) -> BuildFindings {
    var findings = known(policy)
    let image = DescribedImage(name: "web", version: "1.0", build: findings.build)
    findings.tests = BuildFindings.Tests(
      TestReport(
        of: image,
        tests: [TestCase("boot", .boot, .passed), TestCase("page", .http, .failed, message: "404")],
        untested: [.init("clock", because: "no console")], seconds: 3))
    findings.residue = BuildFindings.Residue(
      ResidueReport(
        image: image, findings: [ResidueFinding(kind: .privateKey, path: "/srv/key", message: "private key")],
        allowances: [ResidueAllowance(path: "/srv/key", reason: "a sample")], checked: ResidueKind.allCases))
    findings.updates = BuildFindings.Updates(security: 1, other: 2)
    let bill = BillOfMaterials(
      subject: .init(name: "web", version: "1.0", digest: "ab", created: .distantPast), packageFormat: "deb",
      packages: [])
    findings.vulnerabilities = BuildFindings.Vulnerabilities(VulnerabilityAudit(bill))
    findings.vulnerabilities?.data = [
      VulnerabilityData(name: "/d.json", kind: .debian, date: "2026-11-21T02:00:00Z", records: 2)
    ]
    findings.unchecked = [.init(.signature, because: "nobody has signed it")]
    return findings
  }

  @Test func anImageThatThePolicyRefusesIsAFault() throws {
    var findings = try findings()
    findings.builds["web"] = Self.known(Self.verdict(isAdmitted: true))
    #expect(findings.appliances[1].isGood)
    findings.builds["web"] = Self.known(Self.verdict(isAdmitted: false))
    let web = findings.appliances[1]
    #expect(web.isRefused && !web.isGood)
    #expect(
      web.fault
        == NightlyReport.Failure(
          cause: "policy-refused",
          message: "the policy 'Grid' does not admit the image: 1 of 9 rules not kept: root_login",
          advice: "'kiln admit web-1.0+20261122T020042Z --policy grid.yaml' tells all of it",
          lastLines: ["grid.yaml:3:1: root_login failed: sshd lets root in"]))
    findings.builds["wiki"] = Self.known(Self.verdict(isAdmitted: false))
    #expect(
      findings.appliances[2].fault?.cause == "script-failed", "what keeps it from being there says more")
  }

  /// It is there, and nothing is known against it; but nobody may take it for checked.
  @Test(arguments: [(true, true), (false, false)])
  func whatWasAskedForAndIsNotKnownIsUnchecked(isWanted: Bool, isUnchecked: Bool) throws {
    var findings = try findings()
    findings.builds["web"] = Self.known()
    findings.builds["web"]?.unchecked = [.init(.policy, because: "no appliance", wanted: isWanted)]
    let web = findings.appliances[1]
    #expect(web.isGood)
    #expect(web.isUnchecked == isUnchecked)
  }

  @Test func jobsCountFromTheStartOfTheRun() throws {
    let jobs = try findings().jobs
    #expect(jobs.map(\.label) == ["web", "wiki", "web-1.0", "boot of web-1.0"])
    #expect(jobs.map(\.start) == [2, 3, 42, 50.5])
    #expect(jobs.map(\.kind) == [.layer, .layer, .image, .check])
  }

  @Test func anImageIsComparedWithTheLastOneThereWas() throws {
    var findings = try findings()
    findings.earlier = [yesterday(nil), yesterday(facts(bytes: 1500, packages: 10, layer: "aa"))]
    let change = try #require(findings.appliances[1].change)
    #expect(change.since == "2026-11-20T02:00:00Z")
    #expect(change.bytes == -300)
    #expect(change.packages == 2)
    #expect(change.byName == nil)

    findings.packages = { key in
      key.hex == "aa" ? ["old": "1", "same": "1", "up": "1"] : ["new": "1", "same": "1", "up": "2"]
    }
    let names = try #require(findings.appliances[1].change?.byName)
    #expect(names.added == ["new"])
    #expect(names.removed == ["old"])
    #expect(names.changed == [.init(name: "up", from: "1", to: "2")])
  }

  @Test func aWrongRecipeIsOneFailedAppliance() throws {
    var findings = try findings()
    findings.refused = [
      NightlyRefusal(name: "broken", parent: "web", message: "broken.yaml:3:1: unknown key 'x'")
    ]
    let appliances = findings.appliances
    #expect(appliances.map(\.name) == ["base", "web", "broken", "wiki"])
    #expect(appliances[2].fault?.message == "broken.yaml:3:1: unknown key 'x'")
  }

  @Test func aRunThatEndedEarlyLosesNoAppliance() throws {
    var findings = NightlyFindings(images: plan.images)
    findings.problems = ["cannot create the folder /out"]
    findings.stop = "cannot create the folder /out"
    #expect(findings.appliances.map(\.outcome) == [.skipped, .skipped, .skipped])
    #expect(findings.appliances.allSatisfy { $0.fault?.message == findings.stop })
  }

  /// Only what was under way was interrupted: the others had not begun.
  @Test func whatWasBeingBuiltWhenTheRunWasInterruptedSaysSo() {
    var findings = NightlyFindings(images: plan.images)
    findings.isInterrupted = true
    findings.build = BuildReport(
      images: plan.images.map {
        BuildReport.Image(
          name: $0.appliance.name, version: $0.appliance.version, outcome: .skipped, seconds: 0)
      },
      jobs: plan.images.map {
        JobReport(name: $0.jobName, appliance: $0.appliance.name, outcome: .skipped)
      })
    findings.begun = [plan.images[0].jobName]
    let interrupted = findings.appliances.filter { $0.fault != nil }
    #expect(interrupted.map(\.name) == [plan.images[0].appliance.name])
    #expect(interrupted.first?.fault?.message == "interrupted while building")
  }

  @Test func itIsAsItsSchemaSays() async throws {
    var findings = try findings()
    findings.descriptors["web"]?.key = LayerKey(hex: String(repeating: "a", count: 64))
    findings.descriptors["web"]?.layer = LayerKey(hex: String(repeating: "b", count: 64))
    findings.earlier = [yesterday(facts(bytes: 1500, packages: 10, layer: "aa"))]
    findings.packages = { ["p": $0.hex] }
    findings.builds["web"] = Self.sample(Self.verdict(isAdmitted: false))
    findings.refused = [NightlyRefusal(name: "broken", parent: nil, message: "broken.yaml: wrong")]
    let report = NightlyReport(
      start: "2026-11-22T02:00:00Z", end: "2026-11-22T02:01:00Z", seconds: 60.5, passed: false,
      host: "builder",
      accelerator: "tcg", tools: Tools(kiln: "1", qemu: "7", libguestfs: "1"), problems: ["one"],
      notices: ["two"],
      appliances: findings.appliances.withTrends(over: findings.earlier, to: "2026-11-22T02:00:00Z"),
      jobs: findings.jobs)
    #expect(report.appliances.contains { $0.trend != nil })
    let file = "\(place.folder.path)/report.json"
    try FileSystem.write(try prettyJSON(report), to: file)
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../schemas/nightly.schema.json").standardizedFileURL.path
    let check = """
      import glob, json, os, sys, warnings
      warnings.simplefilter("ignore")
      from jsonschema import Draft202012Validator, RefResolver
      schema = json.load(open(sys.argv[2]))
      all = [json.load(open(f)) for f in glob.glob(os.path.dirname(sys.argv[2]) + "/*.json")]
      resolver = RefResolver(schema["$id"], schema, store={s["$id"]: s for s in all})
      Draft202012Validator(schema, resolver=resolver).validate(json.load(open(sys.argv[1])))
      """
    try await checked(Command("/usr/bin/python3", ["-c", check, file, schema]))
    #expect(try decodeJSON(NightlyReport.self, from: Data(contentsOf: URL(fileURLWithPath: file))) == report)
  }
}
