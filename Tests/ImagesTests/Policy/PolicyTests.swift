import Diagnostics
import Foundation
import Testing
import YAML

@testable import Images

@Suite struct PolicyTests {
  static func policy(_ text: String) throws -> Policy {
    let node = try #require(try parseYAML(text, file: "p.yaml"))
    return try Policy(try Policy.schema.entries(of: node), file: "p.yaml")
  }

  /// What is said of one rule: its outcome and evidence.
  static func verdict(_ rule: String, _ change: (inout SampleImage) -> Void = { _ in }) throws -> String {
    var image = SampleImage()
    change(&image)
    let verdicts = try policy(rule).verdicts(on: image.facts)
    return verdicts.map { "\($0.outcome.rawValue): \($0.evidence.joined(separator: "; "))" }.joined(
      separator: "\n")
  }

  @Test(arguments: [
    ("root_login: keys\npakages: {}", "p.yaml:2:1: unknown key 'pakages' (did you mean 'packages'?)"),
    (
      "root_login: no",
      "p.yaml:1:13: 'root_login' must be one of none, keys, found 'no'"
    ),
    ("title: x", "p.yaml:1:1: the policy has no rule, and would let every image in"),
    (
      "formats: !replace [qcow2]", "p.yaml:1:10: tag '!replace' does not belong here"
    ),
    (
      "formats: [qcow2]\naccept_unknown: [tests]",
      "p.yaml:2:18: there is no rule 'tests' in this policy to accept"
    ),
    (
      "packages: {required: [\"bash > 5\"]}",
      "p.yaml:1:23: an item of 'required' must be a package's name, or NAME >= VERSION, such as openssh-server >= 1:9.2, found 'bash > 5'"
    ),
  ])
  func whatIsWrongIsSaidWithItsPlace(text: String, message: String) throws {
    #expect(
      throws: Diagnostics.self, performing: { try Self.policy(text) })
    do { _ = try Self.policy(text) } catch let error as Diagnostics { #expect(error.description == message) }
  }

  @Test func verdictsNameThePlaceOfTheirPart() throws {
    let policy = try Self.policy(
      "formats: [qcow2]\npackages:\n  forbidden: [nothing]\n  required:\n    - bash\n    - cloud-init\n")
    let verdicts = policy.verdicts(on: SampleImage().facts)
    #expect(
      verdicts.map { "\($0.place) \($0.rule) \($0.outcome)" } == [
        "p.yaml:1:1 formats passed", "p.yaml:5:7 packages failed",
      ])
  }

  @Test func whatIsNotKnownIsNotKeptUnlessItIsAccepted() throws {
    let rule = "tests: {passed: true}\n"
    let (strict, lax) = (try Self.policy(rule), try Self.policy(rule + "accept_unknown: [tests]\n"))
    let facts = SampleImage().facts
    #expect(strict.verdicts(on: facts).map(\.admits) == [false])
    #expect(lax.verdicts(on: facts).map(\.admits) == [true])
    #expect(lax.verdicts(on: facts).map(\.outcome) == [.unknown])
    // What is known is not accepted.
    var image = SampleImage()
    image.statements.tests = .init(passed: false, outcomes: ["ssh": "failed"])
    #expect(lax.verdicts(on: image.facts).map(\.admits) == [false])
  }

  @Test func namesOfOthersAreShownAndCut() throws {
    let said = try Self.verdict("privileged_files: []") { image in
      image.put("/a\nADMITTED\u{1B}[2J\u{202E}", "x", mode: 0o4755)
      for number in 0..<100 { image.put("/z\(number)", "x", mode: 0o4755) }
    }
    #expect(said.hasPrefix(#"failed: /a\u000AADMITTED\u001B[2J\u202E (4755); /z0 (4755)"#))
    #expect(said.hasSuffix("; … and 81 more"))
    #expect(!said.unicodeScalars.contains { $0.isHidden })
  }

  @Test(arguments: ["grid-site", "cloud-marketplace", "strict"])
  func shippedPoliciesAreRead(name: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../policies/\(name).yaml"
    )
    .standardizedFileURL.path
    let policy = try Policy(path: path)
    #expect(policy.title != policy.file)
    let verdicts = policy.verdicts(on: SampleImage().facts)
    #expect(verdicts.count >= 10)
  }

  /// What becomes of an image by each shipped policy: the rules that it does not keep.
  @Test(arguments: [
    ("a plain image", "grid-site", ""),
    (
      "a plain image", "cloud-marketplace",
      "listening_ports pending_security_updates vulnerabilities residue tests sbom"
    ),
    ("a described image", "cloud-marketplace", ""),
    ("a described image", "strict", "root_login"),
    ("an image for one key", "strict", "root_login authorized_keys"),
    ("an image for one key", "grid-site", "authorized_keys"),
    ("a closed image", "strict", ""),
    ("a password", "grid-site", "root_login accounts_with_password"),
    ("a telnet server", "cloud-marketplace", "packages"),
    ("a set-user-id shell", "strict", "privileged_files"),
    ("a set-user-id shell", "grid-site", ""),
    ("an old image", "cloud-marketplace", "maximum_age"),
    ("an image of another builder", "strict", "provenance"),
    ("a claimed package", "strict", "sbom"),
    ("host keys", "grid-site", "machine_identity"),
  ])
  func imagesByShippedPolicies(image: String, name: String, broken: String) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../policies/\(name).yaml"
    )
    .standardizedFileURL.path
    let verdicts = try Policy(path: path).verdicts(on: Self.image(image).facts)
    #expect(verdicts.filter { !$0.admits }.map(\.rule).joined(separator: " ") == broken)
  }

  private static func image(_ name: String) -> SampleImage {
    var image = SampleImage()
    if name == "a plain image" { return image }
    image.disks.wanted = .init(cpus: 2, memory: 2 << 30, firmware: .bios)
    image.statements.signers = [String(repeating: "a", count: 64)]
    image.statements.builder = "https://kiln.example/builder/ci"
    image.statements.repositories = ["git+https://git.example.org/recipes@abc"]
    image.statements.isDirty = false
    image.statements.tests = .init(passed: true, outcomes: ["ssh": "passed"], ports: ["22/tcp"])
    image.statements.packages = [
      "openssh-server": .init(version: "1:10.0p1-7", licence: "BSD-2-Clause"),
      "cloud-init": .init(version: "25.1.4-1"),
    ]
    image.statements.vulnerabilities = [.low: .init(unfixed: ["CVE-2020-1"])]
    image.statements.securityUpdates = []
    image.statements.residue = []
    let isClosed = !["a described image", "an image for one key"].contains(name)
    if isClosed { image.put("/etc/ssh/sshd_config.d/00-root.conf", "PermitRootLogin no\n") }
    switch name {
    case "an image for one key": image.put("/root/.ssh/authorized_keys", Self.key, mode: 0o600)
    case "a password": image.put("/etc/shadow", "root:$y$x:1::::::\nwww-data:!:1::::::\n", mode: 0o640)
    case "a telnet server":
      image.install("telnetd", "1")
      image.statements.packages?["telnetd"] = .init(version: "1")
    case "a set-user-id shell": image.put("/usr/bin/sh", "x", mode: 0o4755)
    case "an old image": image.changed = 1_690_000_000
    case "an image of another builder": image.statements.builder = "https://elsewhere.example/builder"
    case "a claimed package": image.statements.packages?["cloud-init"] = .init(version: "26")
    case "host keys": image.put("/etc/ssh/ssh_host_rsa_key", "x", mode: 0o600)
    default: break
    }
    return image
  }

  static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA eve@example\n"
}
