import Foundation
import Testing

@testable import Images

@Suite struct RuleTests {
  @Test(arguments: [
    ("systems: [debian-13]", "passed: it is debian-13"),
    ("systems: [debian-*]", "passed: it is debian-13"),
    ("systems: [rocky-9.*]", "failed: it is debian-13, and may be rocky-9.*"),
    ("formats: [raw]", "failed: it is qcow2, and may be raw"),
    ("hardware: {disk_size: 8GiB, disks: 1}", "passed: 1 disks; 8GiB of disks"),
    ("hardware: {disk_size: 7GiB}", "failed: 8GiB of disks, and 7GiB is the most"),
    ("hardware: {cpus: 4}", "unknown: there is no descriptor beside it that says what machine it needs"),
    ("packages: {forbidden: [openssh-*]}", "failed: openssh-server 1:10.0p1-7 is installed"),
    ("packages: {required: [bash]}", "failed: bash is not installed"),
    ("packages: {required: ['openssh-server >= 1:9.2p1']}", "passed: openssh-server 1:10.0p1-7"),
    (
      "packages: {required: ['openssh-server >= 2:1']}",
      "failed: openssh-server 1:10.0p1-7 is older than 2:1"
    ),
    ("maximum_age: 30d", "passed: its packages were changed last on 2023-11-14, 16 days ago"),
    (
      "maximum_age: 10d", "failed: its packages were changed last on 2023-11-14, 16 days ago; 10d is the most"
    ),
    ("listening_ports: []", "unknown: no verified statement says what listens in the booted image"),
    ("residue: none", "unknown: no verified statement says what its build left behind"),
    ("signers: {least: 1}", "failed: 0 of the keys have signed, and 1 must have"),
    ("provenance: {clean: true}", "unknown: no verified statement says whether its recipes were committed"),
  ])
  func onAPlainImage(rule: String, said: String) throws { #expect(try PolicyTests.verdict(rule) == said) }

  @Test func aTimeThatIsToComeIsNoAge() throws {
    #expect(
      try PolicyTests.verdict("maximum_age: 30d") { $0.changed = 1_800_000_000 }
        == "failed: its packages were changed on 2027-01-15, which is to come")
    // The earlier of what the disk and a statement say.
    #expect(
      try PolicyTests.verdict("maximum_age: 30d") {
        $0.statements.built = Date(timeIntervalSince1970: 1_600_000_000)
      }
      .hasPrefix("failed: its packages were changed last on 2020-09-13"))
  }

  @Test func aDatabaseThatCannotBeReadProvesNothing() throws {
    #expect(
      try PolicyTests.verdict("packages: {forbidden: [x]}") { $0.uninstallAll() }
        == "unknown: the image has no list of packages that can be read (deb)")
  }

  @Test(arguments: [
    ("MIT", true), ("MIT OR Proprietary", true), ("MIT AND Proprietary", false),
    ("(MIT OR Evil) AND BSD-3-Clause", true),
    ("GPL-2.0-only WITH Classpath-exception-2.0", false), ("MIT AND", false), ("", false), ("((MIT)", false),
    ("MIT MIT", false), ("Apache-2.0 WITH LLVM-exception", true),
    (String(repeating: "(", count: 3000) + "MIT", false),
  ])
  func licenceExpressions(text: String, isTaken: Bool) {
    let allowed: Set = ["MIT", "BSD-3-Clause", "Apache-2.0"]
    #expect(LicenceExpression(text).holds(allowed.contains) == isTaken)
  }

  @Test(arguments: [
    ("licences: {forbidden: [AGPL*]}", "failed: b: AGPL-3.0-only"),
    ("licences: {allowed: [MIT, AGPL*]}", "passed: 5 packages, all of licences that are allowed"),
    (
      "licences: {undeclared: false}",
      "failed: c: no licence is told; cloud-init: no licence is told; openssh-server: no licence is told"
    ),
    (
      "sbom: matches",
      "failed: cloud-init is installed, and not in the SBOM; openssh-server is installed, and not in the SBOM"
    ),
    ("vulnerabilities: {fixable: {high: 0}}", "failed: CVE-1 (high, fixable)"),
    ("vulnerabilities: {fixable: {high: 1}, unfixed: {high: 0}}", "passed: 1 fixable high; 0 unfixed high"),
    ("pending_security_updates: 1", "failed: curl; openssl"),
    ("pending_security_updates: 2", "passed: 2 security updates are missing"),
    ("tests: {passed: true}", "failed: test web failed"),
    ("tests: {passed: false, required: [ssh]}", "passed: 2 tests; test ssh passed"),
    ("tests: {passed: false, required: [ssh, dns]}", "failed: test dns was not run"),
    ("listening_ports: [22/tcp]", "failed: 23/tcp is listened on"),
    ("residue: none", "failed: /root/id_rsa: a private key"),
    (
      "signers: {keys: [\(String(repeating: "0", count: 64))]}",
      "failed: 0 of the keys have signed, and 1 must have"
    ),
    ("signers: {keys: [\(String(repeating: "a", count: 64))]}", "passed: signed by aaaaaaaaaaaaaaaa"),
    ("provenance: {builders: ['https://b/*']}", "passed: built by https://b/1"),
    ("provenance: {repositories: ['git+https://r/*']}", "failed: a recipe is from git+http://r/x"),
    ("provenance: {clean: true}", "failed: its recipes had changes that were not committed"),
  ])
  func onStatements(rule: String, said: String) throws {
    let verdict = try PolicyTests.verdict(rule) { image in
      image.statements.packages = [
        "a": .init(version: "1", licence: "MIT"), "b": .init(version: "1", licence: "AGPL-3.0-only"),
        "c": .init(version: "1"),
      ]
      for name in ["a", "b", "c"] { image.install(name, "1") }
      image.statements.vulnerabilities = [.high: .init(fixable: ["CVE-1"])]
      image.statements.securityUpdates = ["curl", "openssl"]
      image.statements.tests = .init(
        passed: false, outcomes: ["ssh": "passed", "web": "failed"], ports: ["22/tcp", "23/tcp"])
      image.statements.residue = ["/root/id_rsa: a private key"]
      image.statements.signers = [String(repeating: "a", count: 64)]
      image.statements.builder = "https://b/1"
      image.statements.repositories = ["git+https://r/x", "git+http://r/x"]
      image.statements.isDirty = true
    }
    #expect(verdict == said)
  }

  @Test(arguments: [
    ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "acb", false), ("*", "", true), ("a", "ab", false),
    ("*a*a*", "aa", true), ("*a*a*", "a", false), ("a*a", "a", false), ("", "", true),
  ])
  func patterns(pattern: String, text: String, matches: Bool) {
    #expect(PolicyPattern(pattern).matches(text) == matches)
  }
}
