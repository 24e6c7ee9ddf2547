import Foundation
import Subprocess
import Testing

@Suite struct DoctorTests {
  private static let subjects = [
    "QEMU", "accelerator", "libguestfs", "ways to build", "Secure Boot", "free space", "keyring", "mirror",
  ]

  /// Really starts QEMU and libguestfs, and asks the mirror.
  @Test func triesEverythingAndShowsTheEvidence() async throws {
    let result = try await Program().run(["doctor", "--format", "json"])
    let checks = try JSONDecoder().decode(DoctorOutput.self, from: Data(result.output.utf8)).checks
    #expect(checks.map(\.subject) == Self.subjects)
    for check in checks { #expect(check.passed, "\(check.subject): \(check.evidence)") }
    #expect(checks[0].evidence.hasPrefix("version "))
    #expect(checks[1].evidence.hasPrefix("kvm: ") || checks[1].evidence.hasPrefix("tcg: "))
    #expect(checks[2].evidence.contains("started in "))
    #expect(result.status == .exited(0))
  }

  @Test func aHostWithoutProgramsLacksWhatTheyDo() async throws {
    let program = try Program()
    // What starts programs, and none to start.
    try FileManager.default.createSymbolicLink(
      atPath: "\(program.folder)/setpriv", withDestinationPath: "/usr/bin/setpriv")
    let result = try await program.run(["doctor", "--format", "json"], environment: ["PATH": program.folder])
    let checks = try JSONDecoder().decode(DoctorOutput.self, from: Data(result.output.utf8)).checks
    let bad = checks.filter { !$0.passed }.map(\.subject)
    #expect(bad == ["QEMU", "accelerator", "libguestfs", "mirror"])
    #expect(checks[0].evidence == "qemu-system-x86_64: not found in PATH (\(program.folder)); install it")
    #expect(result.status == .exited(4))
  }
}

private struct DoctorOutput: Decodable {
  struct Check: Decodable {
    let subject: String
    let passed: Bool
    let evidence: String
  }

  let checks: [Check]
}
