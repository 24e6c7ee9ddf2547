import Digests
import Foundation
import Images
import Imaging
import Jobs
import Provisioners
import Storage
import Testing

@testable import Factory

/// `kiln verify` over what a build is said to be, as the store has it and as it is handed out.
@Suite struct VerifyCommandTests {
  private struct Signed {
    let program: Program
    let manifest: ImageManifest
    let images: ImageRepository
    let attestation: Attestation
  }

  /// A build with an SBOM, signed by a builder's own key and handed out.
  private func signed() async throws -> Signed {
    let program = try Program()
    try program.write("mine/kiosk.yaml", "name: kiosk\nparent: web\nversion: 1.0.0\n")
    let manifest = try await program.writeBuild(of: "kiosk", in: "mine")
    let store = Store(root: "\(program.folder)/store")
    try store.images.attach(Array(#"{"spdxVersion":"SPDX-2.3"}"#.utf8), as: .spdx, to: manifest.id)
    let attestation = Attestation(
      store: store, settings: SigningSettings(folder: "\(program.folder)/keys")
    ) { _ in }
    let appliance = try #require(try store.images.recipe(of: manifest, knowing: .all))
    try await attestation.run(manifest, from: appliance)
    try FileManager.default.createDirectory(
      atPath: "\(program.folder)/out", withIntermediateDirectories: true)
    try await ImageDelivery(store.images, to: "\(program.folder)/out").run(manifest)
    return Signed(program: program, manifest: manifest, images: store.images, attestation: attestation)
  }

  private func verify(_ signed: Signed, _ image: String, _ words: String...) async throws -> Program.Result {
    try await signed.program.run(["verify", image, "--key", "keys/builder.pub"] + words)
  }

  @Test(arguments: ["out/kiosk-1.0.0.json", "out/kiosk-1.0.0.qcow2", "out/kiosk-1.0.0.spdx.json", "kiosk"])
  func aSoundImageIsVerified(image: String) async throws {
    let result = try await verify(try await signed(), image)
    #expect(result.status.isSuccess, "\(result.output)\(result.messages)")
    #expect(result.output.contains("kiosk 1.0.0, built on"))
    #expect(result.output.contains("builder.pub"))
    #expect(result.output.contains(": provenance, spdx\n"))
  }

  @Test func whatIsWrongIsNamed() async throws {
    let signed = try await signed()
    try signed.program.write("out/kiosk-1.0.0.qcow2", "another disk")
    try signed.program.write("out/kiosk-1.0.0.ova", "")
    let result = try await verify(signed, "out/kiosk-1.0.0.json")
    #expect(result.status == .exited(1))
    #expect(result.output.contains("kiosk-1.0.0.qcow2: has 12 bytes"))
    #expect(result.output.contains("kiosk-1.0.0.ova: is no part of the image"))
    #expect(
      result.output.hasSuffix("out/kiosk-1.0.0.json: NOT verified: 2 things are wrong\n"), "\(result.output)")
  }

  /// What says where an image comes from has what its recipes were, and no path of this host.
  @Test func theProvenanceSaysWhereItComesFrom() async throws {
    let signed = try await signed()
    let bytes = try #require(try signed.images.attachment(.provenance, of: signed.manifest.id))
    let statement = try Statement(in: try Envelope(reading: bytes))
    let provenance = try BuildProvenance(predicate: statement.predicate)
    #expect(provenance.layers.map(\.key) == signed.manifest.layers.map(\.hex))
    #expect(provenance.layers.map(\.parent) == [nil] + provenance.layers.dropLast().map(\.key))
    let recipes = provenance.dependencies.filter { $0.annotations["recipe"] != nil }
    #expect(recipes.compactMap(\.name) == ["debian-13.yaml", "web.yaml", "kiosk.yaml"])
    #expect(recipes.allSatisfy { $0.digest["sha256"]?.count == 64 })
    #expect(provenance.byproducts.map(\.name) == ["kiosk-1.0.0.spdx.json"])
    #expect(statement.subjects.compactMap(\.name) == signed.manifest.handedOut.map(\.path))
    #expect(!String(decoding: statement.payload, as: UTF8.self).contains(signed.program.folder))
  }

  @Test func anEarlierVersionIsAcceptedWhereItsRollbackIsSigned() async throws {
    let signed = try await signed()
    let state = """
      {"format":1,"images":{"kiosk":{"version":"1.1.0","built":"2026-01-01T00:00:00Z","descriptor":""}},"lists":{}}
      """
    try signed.program.write("state/kiln/verified.json", state)
    let before = try await verify(signed, "out/kiosk-1.0.0.json")
    #expect(before.status == .exited(1))
    #expect(before.output.contains("is older than kiosk 1.1.0"), "\(before.output)")
    let rollback = Rollback(from: "1.1.0", to: "1.0.0", channel: "stable", reason: "x", when: .now)
    try await signed.attestation.roll(back: signed.manifest, rollback)
    try await ImageDelivery(signed.images, to: "\(signed.program.folder)/out").run(signed.manifest)
    let after = try await verify(signed, "out/kiosk-1.0.0.json")
    #expect(after.status.isSuccess, "\(after.output)")
  }

  // MARK: - Tests that are repeated

  private func report(_ manifest: ImageManifest, _ outcome: TestCase.Outcome, at time: Double) -> TestReport {
    TestReport(
      of: DescribedImage(manifest), tests: [TestCase("boot", .boot, outcome)],
      tested: Date(timeIntervalSince1970: time))
  }

  /// The newest counts, with its time, and the image is verified as before.
  @Test func repeatedTestsAreSigned() async throws {
    let signed = try await signed()
    let run = ImageTestRun(
      store: Store(root: "\(signed.program.folder)/store"), host: BuildHost(),
      signing: SigningSettings(folder: "\(signed.program.folder)/keys"))
    let steps: [(TestCase.Outcome, Double, String)] = [
      (.passed, 1_795_000_000, "tests passed, on 2026-11-18T11:06:40Z\n"),
      (.failed, 1_795_000_060, "tests FAILED, on 2026-11-18T11:07:40Z\n"),
      (.passed, 1_795_000_120, "tests passed, on 2026-11-18T11:08:40Z\n"),
    ]
    for (outcome, time, text) in steps {
      #expect(try await run.attach(report(signed.manifest, outcome, at: time), to: signed.manifest) == [])
      let result = try await verify(signed, "kiosk")
      #expect(result.status.isSuccess && result.output.contains("as signed; \(text)"), "\(result)")
    }
  }

  /// Where the build's keys are not here, a signed report stays, unless the image has turned out bad.
  @Test func strangersReplaceNoSignedReport() async throws {
    let signed = try await signed()
    let store = Store(root: "\(signed.program.folder)/store")
    let own = ImageTestRun(
      store: store, host: BuildHost(), signing: SigningSettings(folder: "\(signed.program.folder)/keys"))
    _ = try await own.attach(report(signed.manifest, .passed, at: 1_795_000_000), to: signed.manifest)
    for signing in [nil, SigningSettings(folder: "\(signed.program.folder)/others")] {
      let stranger = ImageTestRun(store: store, host: BuildHost(), signing: signing)
      let notices = try await stranger.attach(
        report(signed.manifest, .passed, at: 1_795_000_060), to: signed.manifest)
      #expect(notices.count == 1 && notices[0].contains("keeps its signed report"))
      let result = try await verify(signed, "kiosk")
      #expect(result.status.isSuccess && result.output.contains("on 2026-11-18T11:06:40Z"), "\(result)")
    }
    let stranger = ImageTestRun(store: store, host: BuildHost())
    let notices = try await stranger.attach(
      report(signed.manifest, .failed, at: 1_795_000_120), to: signed.manifest)
    #expect(notices.count == 1 && notices[0].contains("NOT signed"))
    let result = try await verify(signed, "kiosk")
    #expect(result.status == .exited(1) && result.output.contains("kiosk-1.0.0.tests.json"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: "\(signed.program.folder)/others"))
  }

  /// Of an image from elsewhere: of its files and of the report's.
  @Test func aStatementOfAForeignImageIsOfItsFiles() async throws {
    let program = try Program()
    try program.write("a.pem", try PrivateKey(making: .ed25519).pem())
    chmod("\(program.folder)/a.pem", 0o600)
    let settings = SigningSettings(folder: "\(program.folder)/keys", keys: ["\(program.folder)/a.pem"])
    let report = TestReport(
      of: DescribedImage(name: "other"), tests: [TestCase("boot", .boot, .passed)],
      tested: Date(timeIntervalSince1970: 1_795_000_000))
    let envelope = try Envelope(
      reading: try await TestStatement(settings: settings) { _ in }.envelope(
        of: report, about: [ResourceDescriptor(file: "other.vmdk", sha256: sha256("disk"))],
        in: [("other.tests.json", try report.encoded())]))
    let key = try PrivateKey(file: "\(program.folder)/a.pem").publicKey
    #expect(TrustedKeys([("a", key)]).signers(of: envelope).signers.map(\.name) == ["a"])
    let statement = try Statement(in: envelope)
    #expect(statement.subjects == [ResourceDescriptor(file: "other.vmdk", sha256: sha256("disk"))])
    let result = try TestResult(predicate: statement.predicate)
    #expect(result.result == .passed && result.tested == report.tested)
    #expect(result.records.map(\.name) == ["other.tests.json"])
    #expect(result.records[0].digest["sha256"] == sha256(try report.encoded()))
  }
}
