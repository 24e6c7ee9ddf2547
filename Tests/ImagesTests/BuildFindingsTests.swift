import Digests
import Foundation
import JSON
import Recipes
import Testing

@testable import Images

/// What is attached to a build, as people are told of it.
struct BuildFindingsTests {
  private static let id = BuildID(name: "web", version: "1.1.0", build: "20261128T020000Z")
  private static let before = BuildID(name: "web", version: "1.0.0", build: "20261127T020000Z")
  private static let image = DescribedImage(name: "web", version: "1.1.0", build: "1.1.0+20261128T020000Z")

  private static func findings(
    _ documents: [AttachmentKind: [UInt8]], earlier: [UInt8]? = nil,
    knowing keys: TrustedKeys = TrustedKeys([])
  ) -> BuildFindings {
    BuildFindings(of: id, before: earlier == nil ? nil : before, knowing: keys) { kind, build in
      build == before ? kind == .cycloneDX ? earlier : nil : documents[kind]
    }
  }

  private static func bill(_ packages: [(String, String)], _ components: [(String, String)] = []) throws
    -> [UInt8]
  {
    try BillOfMaterials(
      subject: .init(name: "web", version: "1", digest: "ab", created: .distantPast), packageFormat: "deb",
      packages: packages.map { .init(name: $0, version: $1, architecture: "amd64") },
      components: components.map { ContentsComponent(.python, $0, version: $1, path: "/opt/\($0)") }
    ).cycloneDX(tool: "0")
  }

  @Test func ofWhatNobodyLookedAtNothingIsKnown() {
    let findings = Self.findings([:])
    #expect(findings.build == "1.1.0+20261128T020000Z")
    #expect(findings.unchecked.map(\.what) == [.tests, .residue, .sbom, .signature])
    #expect(findings.isComplete, "nobody asked")
  }

  @Test(arguments: [AttachmentKind.tests, .residue, .cycloneDX, .provenance])
  func whatIsDamagedWasAskedFor(kind: AttachmentKind) {
    let findings = Self.findings([kind: Array("{".utf8)])
    #expect(!findings.isComplete)
    #expect(findings.unchecked.filter(\.wanted).map(\.what).count == 1)
  }

  @Test func testsAreCountedAndThoseThatDidNotPassNamed() throws {
    let report = TestReport(
      of: Self.image,
      tests: [
        TestCase("boot", .boot, .passed), TestCase("page", .http, .failed, message: "404"),
        TestCase("clock", .system, .skipped, message: "no clock"),
      ], untested: [.init("identity", because: "one boot")], seconds: 12.34)
    let tests = try #require(Self.findings([.tests: try report.encoded()]).tests)
    #expect(tests.passed == 1)
    #expect(tests.failed == [.init(name: "page", message: "404")])
    #expect(tests.skipped == [.init(name: "clock", message: "no clock")])
    #expect(tests.untested.map(\.what) == ["identity"])
    #expect(tests.seconds == 12.3)
  }

  @Test func residueIsToldByReasonAndNotWithoutEnd() throws {
    let allowance = ResidueAllowance(path: "/srv/**", reason: "samples")
    let findings =
      (0..<30).map { ResidueFinding(kind: .privateKey, path: "/root/\($0)", message: "private key") }
      + ["/srv/a", "/srv/b"].map { ResidueFinding(kind: .privateKey, path: $0, message: "private key") }
    let report = ResidueReport(
      image: Self.image, findings: findings, allowances: [allowance], checked: ResidueKind.allCases)
    let residue = try #require(Self.findings([.residue: Array(try prettyJSON(report))]).residue)
    #expect(residue.faults == 30)
    #expect(residue.messages.count == 20)
    #expect(residue.messages.first == "/root/0: private key")
    #expect(residue.allowed == [.init(reason: "samples", count: 2, first: "/srv/a: private key")])
  }

  @Test func anSBOMIsComparedWithTheBuildBefore() throws {
    let old = try Self.bill([("libc6", "1"), ("gone", "1"), ("same", "1")], [("flask", "1")])
    // Two of one name, as kernels are.
    let new = try Self.bill([("libc6", "2"), ("libc6", "1"), ("same", "1"), ("new", "1")], [("flask", "2")])
    let sbom = try #require(Self.findings([.cycloneDX: new], earlier: old).sbom)
    #expect((sbom.packages, sbom.components) == (4, 1))
    let change = try #require(sbom.change)
    #expect(change.since == "1.0.0+20261127T020000Z")
    #expect(change.packages.added == ["new"])
    #expect(change.packages.removed == ["gone"])
    #expect(change.packages.changed == [.init(name: "libc6", from: "1", to: "1, 2")])
    #expect(change.components.changed == [.init(name: "python flask", from: "1", to: "2")])
    #expect(try #require(Self.findings([.cycloneDX: new]).sbom).change == nil)
    #expect(try #require(Self.findings([.cycloneDX: new], earlier: []).sbom).change == nil)
  }

  /// Which key is known, and whose bytes are signed.
  enum Trust: CaseIterable { case known, stranger, nobody, changed, unsigned }

  @Test(arguments: Trust.allCases)
  func aKeyIsNamedWhereItsSignatureHolds(trust: Trust) throws {
    let key = try PrivateKey(making: .ed25519)
    var envelope = Envelope(payloadType: Statement.payloadType, payload: Array("{}".utf8))
    if trust != .unsigned {
      envelope.signatures = [
        .init(keyID: key.publicKey.id, bytes: try key.signature(of: envelope.signed))
      ]
    }
    if trust == .changed { envelope.payload.append(0x20) }
    let stranger = try PrivateKey(making: .ed25519).publicKey
    let keys: [(String, PublicKey)] =
      switch trust {
      case .nobody: []
      case .stranger: [("ann", stranger)]
      case .known, .changed, .unsigned: [("builder", key.publicKey)]
      }
    let findings = Self.findings([.provenance: envelope.bytes], knowing: TrustedKeys(keys))
    let signature = try #require(findings.signature)
    #expect(signature.keys.map(\.id) == (trust == .unsigned ? [] : [key.publicKey.id]))
    #expect(signature.keys.map(\.name) == (trust == .unsigned ? [] : [trust == .known ? "builder" : nil]))
    #expect((signature.fault == nil) == [.known, .nobody].contains(trust), "\(signature.fault ?? "")")
    #expect(findings.isComplete == (signature.fault == nil))
  }

  @Test func itIsReadAsItIsWritten() throws {
    var findings = Self.findings([.cycloneDX: try Self.bill([("libc6", "1")])])
    findings.updates = .init(security: 1, other: 2)
    #expect(try decodeJSON(BuildFindings.self, from: try prettyJSON(findings)) == findings)
  }
}
