import Builds
import Foundation
import Subprocess
import Testing

/// What `scripts/acceptance/installed.sh` makes of an install that cannot be done: not proven and said so, or a failure.
struct AcceptanceTests {
  private let program: Program

  init() throws { program = try Program() }

  /// The script's status, and what it says was not proven.
  private func installed(
    _ kiln: String, options: [String] = [], environment: [String: String] = [:]
  ) async throws -> (status: ProcessResult.Status, report: String) {
    // Without the deadline of the run that these tests may be part of.
    let usual = [
      "KILN": kiln, "KILN_STORE": "\(program.folder)/store", "KILN_LIBRARY": Program.checkout,
      "KILN_CI_DEADLINE": "",
    ]
    let script = "\(Program.checkout)/scripts/acceptance/installed.sh"
    try program.write("report", "of an earlier run")
    let outcome = try await Subprocess.run(
      Command(
        script, ["\(program.folder)/report"] + options, environment: usual.merging(environment) { $1 }))
    return (outcome.status, try String(contentsOfFile: "\(program.folder)/report", encoding: .utf8))
  }

  /// A program in Kiln's place, whose plan has an install, and whose build does what `build` says.
  private func standIn(build: String, cause: String = "unknown") throws -> String {
    let failure = """
      {"failure": {"phase": "media", "cause": "\(cause)", "message": "why",
        "subject": {"name": "debian-13 (installed)"}, "evidence": [{"lines": ["a", "b"]}]}}
      """
    try program.write(
      "kiln",
      """
      #!/bin/sh
      case $1 in
        plan) echo '{"layers": [{"work": "install", "reason": "never built"}]}' ;;
        build) \(build) ;;
        log) echo '\(failure)' ;;
      esac
      """)
    let path = "\(program.folder)/kiln"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func deadline(in seconds: Int) -> [String: String] {
    ["KILN_CI_DEADLINE": "\(Int(Date.now.timeIntervalSince1970) + seconds)"]
  }

  /// The real program, and nothing that answers.
  @Test func unreachableMediaLeaveTheInstallerUnproven() async throws {
    let (status, report) = try await installed(
      Program.path, options: ["--set", "install.proxy=http://127.0.0.1:9"])
    #expect(status == .exited(0))
    let lines = report.split(separator: "\n")
    #expect(
      lines.first == """
        NOT PROVEN: the way by the installer: its media cannot be had today, for a cause in the network or the mirror:
        """)
    #expect(lines.dropFirst().first?.hasPrefix("media-unreachable: ") == true, "\(report)")
    #expect(report.contains("127.0.0.1 port 9"), "\(report)")
  }

  @Test(arguments: [
    ("media-unreachable", true), ("mirror-inconsistent", true), ("media-signature", false),
    ("mirror-unreachable", false), ("unknown", false),
  ])
  func onlyTheNetworkExcusesIt(cause: String, isExcused: Bool) async throws {
    let (status, report) = try await installed(try standIn(build: "exit 1", cause: cause))
    #expect(status == .exited(isExcused ? 0 : 1))
    #expect(report.hasSuffix("\n\(cause): why\n  a\n  b\n") == isExcused, "\(report)")
    #expect(report.isEmpty == !isExcused)
  }

  @Test func anInstallIsNotBegunWithoutTheTimeForIt() async throws {
    let kiln = try standIn(build: "exit 1")
    let (status, report) = try await installed(kiln, environment: deadline(in: 34 * 60 - 30))
    #expect(status == .exited(0))
    #expect(
      report.hasPrefix("NOT PROVEN: the way by the installer: only 33 minutes are left of this run,"),
      "\(report)")
    let (begun, nothing) = try await installed(kiln, environment: deadline(in: 36 * 60))
    #expect(begun == .exited(1), "it was begun, and failed")
    #expect(nothing.isEmpty)
  }

  @Test func anInstallThatTakesTooLongIsEnded() async throws {
    let short = deadline(in: 3).merging(["INSTALL_MINUTES": "0", "PROOF_MINUTES": "0"]) { $1 }
    let (status, report) = try await installed(try standIn(build: "sleep 1000"), environment: short)
    #expect(status == .exited(0))
    #expect(report.contains("this run's time was over before the install had ended"), "\(report)")
  }
}
