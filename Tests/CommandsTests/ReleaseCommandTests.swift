import Digests
import Foundation
import Images
import Imaging
import Jobs
import Provisioners
import Storage
import Testing

/// Releases and channels, over a store with two builds of `shop`, the first of which has booted.
struct ReleaseCommandTests {
  private let program: Program
  private let first: ImageManifest
  private let second: ImageManifest

  init() async throws {
    program = try Program()
    try program.write("shop.yaml", "name: shop\nparent: web\nversion: 0.1.0\n")
    first = try await program.writeBuild(of: "shop", in: ".", disk: "one", at: .now - 3600)
    second = try await program.writeBuild(of: "shop", in: ".", disk: "two", at: .now - 60)
    try await program.writeBoot(of: first)
    try program.writeInspection(of: first)
  }

  private func run(_ line: String) async throws -> Program.Result {
    let words = line.matches(of: #/'([^']*)'|([^ ]+)/#).map { String($0.1 ?? $0.2 ?? "") }
    return try await program.run(words, environment: ["CI_JOB_URL": "https://ci.example.org/7"])
  }

  /// What was found in it holds under its new version, too.
  @Test func anImageThatWasNotFoundCleanIsNoRelease() async throws {
    try await program.writeBoot(of: second)
    let refused = try await run("release shop 1.1.0")
    #expect(refused.status == .exited(1))
    #expect(
      refused.messages.contains("kiln: \(second.id) was not found clean: nobody has looked for "),
      "\(refused)")
    let forced = try await run("release shop 1.1.0 --untested")
    #expect(forced.status == .exited(0) && forced.messages.contains("is released UNINSPECTED"), "\(forced)")
    let clean = try await run("release shop 1.2.0 --from \(first.id)")
    #expect(clean.status == .exited(0) && !clean.messages.contains("UNINSPECTED"), "\(clean)")
    let report = "\(program.folder)/store/images/attached/shop/1.2.0+\(first.id.build)/residue.json"
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains("\"version\" : \"1.2.0\""))
  }

  /// What is inside is the same; what it is called is not.
  @Test func aReleaseUnderAnotherVersionHasItsBill() async throws {
    let images = Store(root: "\(program.folder)/store").images
    var bill = BillOfMaterials(
      subject: .init(
        name: "shop", version: "0.1.0", digest: String(repeating: "0d", count: 32),
        created: Date(timeIntervalSince1970: 1_795_000_000)),
      system: .init(id: "debian", version: "13", name: "Debian"), packageFormat: "deb",
      packages: [
        .init(
          name: "nginx", version: "1.26-2", architecture: "amd64", license: "BSD-2-Clause AND MIT",
          supplier: "A <a@b.org>")
      ])
    try images.attach(try bill.spdx(tool: kilnVersion), as: .spdx, to: first.id)
    try images.attach(try bill.cycloneDX(tool: kilnVersion), as: .cycloneDX, to: first.id)
    let result = try await run("release shop 1.2.0 --from \(first.id)")
    #expect(result.status == .exited(0), "\(result)")
    bill.subject.version = "1.2.0"
    let id = BuildID(name: "shop", version: "1.2.0", build: first.id.build)
    #expect(try images.attachment(.spdx, of: id) == bill.spdx(tool: kilnVersion))
    #expect(try images.attachment(.cycloneDX, of: id) == bill.cycloneDX(tool: kilnVersion))
    let signed = try await program.run(["verify", "shop@1.2.0", "--key", "keys/builder.pub"])
    #expect(
      signed.status == .exited(0) && signed.output.contains(": cdx, provenance, residue, spdx\n"), "\(signed)"
    )
  }

  /// A user's own keys sign what they can; what a site's are named for has their signature, or is told not to have it.
  @Test func aSiteWithKeysAsksForTheirSignature() async throws {
    try program.write("a.pem", try PrivateKey(making: .ed25519).pem())
    chmod("\(program.folder)/a.pem", 0o600)
    try program.write("site.yaml", "signing: {keys: [a.pem]}\n")
    let refused = try await run("release shop 1.0.0 --from \(first.id) --site site.yaml")
    #expect(refused.status == .exited(1))
    #expect(
      refused.messages.hasPrefix(
        "kiln: \(first.id) is not signed as the site file asks: shop-0.1.0.provenance.dsse.json: is missing"),
      "\(refused)")
    let forced = try await run("release shop 1.0.0 --from \(first.id) --site site.yaml --unsigned")
    #expect(forced.status == .exited(0) && forced.messages.contains("is released UNSIGNED: "), "\(forced)")
    let table = try await run("releases shop")
    #expect(table.output.contains("booted, unsigned"), "\(table)")

    let store = Store(root: "\(program.folder)/store")
    let appliance = try #require(try store.images.recipe(of: first, knowing: .all))
    func sign(_ settings: SigningSettings) async throws {
      try await Attestation(store: store, settings: settings) { _ in }.run(first, from: appliance)
    }
    // A user's own signature is not the site's.
    try await sign(SigningSettings(folder: "\(program.folder)/keys"))
    let other = try await run("release shop 1.1.0 --from \(first.id) --site site.yaml")
    #expect(
      other.status == .exited(1)
        && other.messages.contains("provenance.dsse.json: no key that is trusted has signed it"), "\(other)")
    try await sign(SigningSettings(folder: "\(program.folder)/keys", keys: ["\(program.folder)/a.pem"]))
    let released = try await run("release shop 1.1.0 --from \(first.id) --site site.yaml")
    #expect(released.status == .exited(0) && !released.messages.contains("UNSIGNED"), "\(released)")
    let journal = try await run("releases shop --format json").output
    #expect(journal.components(separatedBy: "\"unsigned\" : true").count == 3, "\(journal)")
    try program.write("a.pub", try PrivateKey(file: "\(program.folder)/a.pem").publicKey.pem)
    let verified = try await program.run(["verify", "shop@1.1.0", "--key", "a.pub"])
    #expect(verified.status == .exited(0), "\(verified)")
  }

  /// One after the other: status, and what is said.
  @Test func theWayOfAReleaseManager() async throws {
    let steps: [(line: String, status: Int32, text: String)] = [
      ("releases", 0, "nothing is released\n"),
      (
        "release shop 1.0.0", 1,
        "kiln: \(second.id) has not passed its tests (nobody has tested it): 'kiln test \(second.id)' tests it; or release it all the same "
      ),
      ("release shop 1.0", 2, "kiln release: version '1.0' is neither a semantic version"),
      ("release shp 1.0.0", 1, "kiln: the store has no build of 'shp' (did you mean 'shop'?)"),
      (
        "release shop 1.0.0 --from \(first.id.label.prefix(20))", 0,
        "shop-1.0.0+\(first.id.build) is released as shop 1.0.0\n"
      ),
      (
        "release shop 1.0.0 --from 1.0.0+\(first.id.build)", 0,
        "shop-1.0.0+\(first.id.build) is released as shop 1.0.0 already\n"
      ),
      (
        "release shop 1.0.0 --untested --from \(second.id)", 1,
        "kiln: shop 1.0.0 is released as shop-1.0.0+\(first.id.build), which is another build: a release never changes"
      ),
      ("release shop 0.9.0 --untested", 1, "kiln: shop 0.9.0 is not higher than 1.0.0"),
      (
        "release shop 1.1.0 --untested --reason hurry --from \(second.id)", 0,
        "shop-1.1.0+\(second.id.build) is released"
      ),
      (
        "promote shop 1.0.0 stabel", 1,
        "kiln: there is no channel 'stabel' (did you mean 'stable'?): there are testing, stable"
      ),
      ("promote shop 1.0.0 stable", 0, "shop@stable is 1.0.0\n"),
      (
        "promote shop 1.1.0 stable", 1,
        "kiln: channel stable asks for passed tests, and shop-1.1.0+"
      ),
      ("promote shop 1.0.0 testing", 0, "shop@testing is 1.0.0\n"),
      ("promote shop 1.1.0 testing", 0, "shop@testing is 1.1.0\n"),
      (
        "promote shop 1.0.0 testing", 1,
        "kiln: channel testing of shop names 1.1.0, which is higher than 1.0.0"
      ),
      ("rollback shop testing --to 1.0.0", 2, "kiln rollback: say where to, and why"),
      ("rollback shop testing --to 1.0.0 --reason ' '", 1, "kiln: a rollback has a reason"),
      ("retire shop 1.1.0", 1, "kiln: shop 1.1.0 is what channel testing names"),
      ("rollback shop testing --to 1.0.0 --reason 'loses sessions'", 0, "shop@testing is 1.0.0\n"),
      ("retire shop 1.1.0 --reason bad", 0, "shop 1.1.0 is retired\n"),
      ("retire shop 1.1.0", 0, "shop 1.1.0 is retired already\n"),
      ("promote shop 1.1.0 testing", 1, "kiln: shop 1.1.0 is retired (bad)"),
    ]
    for step in steps {
      let result = try await run(step.line)
      #expect(result.status == .exited(step.status), "\(step.line): \(result.messages)")
      let text = step.status == 0 ? result.output : result.messages
      #expect(text.hasPrefix(step.text), "\(step.line): \(text)")
    }
    let journal = try await run("releases shop --journal").output
    #expect(journal.split(separator: "\n").count == 8)
    #expect(journal.contains("CI_JOB_URL=https://ci.example.org/7") && journal.contains("loses sessions"))
    let table = try await run("releases").output
    #expect(table.contains("shop  1.0.0    released"))
    #expect(table.contains("testing, stable") && table.contains("untested"))
    #expect(try await run("builds").output.contains("1.0.0, @stable, @testing"))
    let inspected = try await run("inspect shop@stable").output
    #expect(inspected.contains("released as  1.0.0\n") && inspected.contains("shop-1.0.0.qcow2"))
  }

  @Test func aRecipeDerivesFromARelease() async throws {
    _ = try await run("release shop 1.0.0 --from \(first.id)")
    _ = try await run("promote shop 1.0.0 stable")
    try program.write("shop.yaml", "name: shop\nparent: web\nversion: 2.0.0\nhardware: {memory: 8GiB}\n")
    try program.write("kiosk.yaml", "name: kiosk\nparent: shop@stable\npackages: [tmux]\n")
    try program.write("lost.yaml", "name: lost\nparent: shop@3.0.0\n")
    for verb in ["check", "explain", "answers"] {
      let result = try await run("\(verb) kiosk")
      #expect(result.status == .exited(0), "\(verb): \(result.messages)")
    }
    let plan = try await run("plan kiosk --format json")
    #expect(plan.messages.contains("kiosk is built on shop@1.0.0, which channel stable names"))
    #expect(try plan.plan().layers.map(\.recipe) == ["kiosk"], "\(plan.messages)")
    #expect(try await run("explain kiosk").output.contains("shop@1.0.0 ("))
    let lost = try await run("plan lost")
    #expect(lost.status == .exited(3))
    #expect(
      lost.messages.contains(
        "lost.yaml:2:9: parent 'shop@3.0.0': there is no release 3.0.0 of shop: there is 1.0.0"))
    // Another layer of the same key may have other packages.
    try FileManager.default.removeItem(atPath: "\(program.folder)/store/layers/\(first.layers[1].hex)")
    let gone = try await run("plan kiosk")
    #expect(gone.status == .exited(3))
    #expect(
      gone.messages.contains(
        "kiosk.yaml:2:9: shop@1.0.0 cannot be built on: its layer \(first.layers[1].short) is no longer in the store"
      ))
  }
}
