import Foundation
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
