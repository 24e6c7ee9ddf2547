import Foundation
import Images
import Storage
import Testing

/// `kiln log`, over a store that a build might have left.
struct LogCommandTests {
  static let failure = """
    {"subject": {"kind": "layer", "name": "web"}, "appliance": "web", "when": "2026-11-21T10:00:00Z",
     "phase": "script a.sh", "cause": "script-failed", "message": "script a.sh failed", "exitStatus": 3,
     "evidence": [{"source": "step", "lines": ["it broke"]}], "advice": "mend it", "files": []}
    """

  private func withLogs() throws -> Program {
    let program = try Program()
    try program.write("store/logs/web/base-install.log", "phase: started\n")
    try program.write("store/logs/web/web-provision.log", "== script a.sh\nit broke\n")
    let earlier = Date.now.addingTimeInterval(-60)
    try FileManager.default.setAttributes(
      [.modificationDate: earlier], ofItemAtPath: "\(program.folder)/store/logs/web/base-install.log")
    return program
  }

  /// With `--follow` as well: nothing writes, so there is nothing to wait for.
  @Test(arguments: [["log", "web"], ["log", "web", "--follow"]])
  func logsComeInOrderAndThenTheFailure(words: [String]) async throws {
    let program = try withLogs()
    try program.write("store/logs/web/failure.json", Self.failure)
    let result = try await program.run(words)
    #expect(result.status.isSuccess)
    let folder = "\(program.folder)/store/logs/web"
    #expect(
      result.output == """
        ==> \(folder)/base-install.log
        phase: started

        ==> \(folder)/web-provision.log
        == script a.sh
        it broke

        web: script a.sh failed
          cause: script-failed, phase: script a.sh
          output:
            | it broke
          try: mend it

        """)
  }

  /// A build of `web`, of which tests say that a page was missing.
  private func withBuild() async throws -> (Program, ImageManifest) {
    let program = try withLogs()
    try program.write("mine/web.yaml", "name: web\nparent: debian-13\nversion: 1.0.0\n")
    let build = try await program.writeBuild(of: "web", in: "mine")
    try program.writeInspection(of: build)
    let report = TestReport(
      of: DescribedImage(build),
      tests: [TestCase("boot", .boot, .passed), TestCase("page /", .http, .failed, message: "status 404")],
      seconds: 30)
    try Store(root: "\(program.folder)/store").images.attach(report, to: build.id)
    return (program, build)
  }

  @Test func whatIsKnownOfTheBuildComesLast() async throws {
    let (program, build) = try await withBuild()
    let result = try await program.run(["log", "web"])
    #expect(
      result.output.hasSuffix(
        """
        it broke

        \(build.id)
          tests      1 failed, 1 passed
                     took 30 s
                     failed: page /: status 404
          residue    clean
          inside     not checked
          signed by  nobody
          files      \(program.folder)/store/images/attached/web/\(build.id.label)

        """), "\(result.output)")
  }

  /// Of a build that made no image, an earlier image says nothing.
  @Test(arguments: [("script-failed", false), ("boot-check", true), ("residue-found", true)])
  func anEarlierImageIsNotToldOf(cause: String, isTold: Bool) async throws {
    let (program, build) = try await withBuild()
    try program.write("store/logs/web/failure.json", Self.failure.replacing("script-failed", with: cause))
    let result = try await program.run(["log", "web"])
    #expect(result.output.contains("\n\(build.id)\n") == isTold, "\(result.output)")
    #expect(!result.output.contains("failed: page"), "the failure tells it")
    let json = try await program.run(["log", "web", "--format", "json"])
    try program.write("log.json", json.output)
    #expect(try await JSONOutputTests.faults(["log", "log.json"], in: program.folder) == "")
    #expect(json.output.contains("\"findings\"") == isTold)
  }

  @Test func programsGetPathsAndTheRecord() async throws {
    struct Output: Decodable {
      struct Failure: Decodable { let cause: String }

      let logs: [String]
      let failure: Failure?
    }
    let program = try withLogs()
    func read() async throws -> Output {
      let result = try await program.run(["log", "web", "--format", "json"])
      return try JSONDecoder().decode(Output.self, from: Data(result.output.utf8))
    }
    #expect(try await read().failure == nil)
    try program.write("store/logs/web/failure.json", Self.failure)
    let output = try await read()
    #expect(output.failure?.cause == "script-failed")
    #expect(
      output.logs.map { URL(fileURLWithPath: $0).lastPathComponent } == [
        "base-install.log", "web-provision.log",
      ])
  }

  @Test func anApplianceWithoutLogsIsNamed() async throws {
    let program = try withLogs()
    let result = try await program.run(["log", "wbe"])
    #expect(result.status == .exited(1))
    #expect(
      result.messages
        == "kiln: no build of 'wbe' has left a log in \(program.folder)/store: logs are there of web\n")
  }
}
