import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// The reports that the sections make, run as Anaconda would, with a `curl` that notes its arguments.
@Suite struct KickstartScriptTests {
  private static func calls(_ headers: [String]) throws -> [String] {
    let scripts = try headers.flatMap { try bodies(rocky(), $0) }.joined()
    return try withFolder { folder in
      let curl = folder.appending(path: "curl")
      let calls = folder.appending(path: "calls")
      try Data("#!/bin/sh\necho \"$@\" >> \(calls.path)\n".utf8).write(to: curl)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: curl.path)
      for log in ["anaconda.log", "program.log", "ks-script-x.log"] {
        try Data("\(log)\n".utf8).write(to: folder.appending(path: log))
      }
      let moved = scripts.replacing("/tmp/", with: folder.path + "/")
      let (status, output) = try execute(
        ["sh", "-e", "-c", moved], environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
      #expect(status == 0, "\(output)")
      return try String(contentsOf: calls, encoding: .utf8).split(separator: "\n")
        .compactMap { $0.split(separator: " ").last.map(String.init) }
    }
  }

  @Test func eachStageIsReported() throws {
    #expect(
      try Self.calls(["%pre", "%pre-install", "%post --nochroot"]) == [
        "@KILN_REPORT@/phase/started", "@KILN_REPORT@/phase/partitioning",
        "@KILN_REPORT@/phase/bootstrapping", "@KILN_REPORT@/phase/finishing", "@KILN_REPORT@/log",
        "@KILN_REPORT@/phase/finished",
      ])
  }

  @Test func aFailureIsReportedWithBothLogs() throws {
    #expect(
      try Self.calls(["%pre", "%onerror"]).suffix(2) == ["@KILN_REPORT@/log", "@KILN_REPORT@/phase/failed"])
  }

  /// The section of the settings, with a zone that this host has and one that it has not.
  @Test(
    "case 16: Anaconda's section names the command and its place",
    arguments: [
      (
        "US/Nowhere", "true",
        "debian-13.yaml:4:1: the system has no time zone 'US/Nowhere'; package tzdata-legacy has former names, tzdata all others"
      ),
      ("UTC", "exit 3", "debian-13.yaml:9:1: exit status 3 of: exit 3"),
      ("UTC", "grep -q x /dev/null", "debian-13.yaml:9:1: exit status 1 of: grep -q x /dev/null"),
      ("UTC", "true", nil),
    ])
  func aSettingThatFailsIsNamed(zone: TimeZoneName, command: String, expected: String?) throws {
    let appliance = rocky { $0.install.timezone = at(4, zone) }
    var renderer = try KickstartRenderer(appliance, appliance.installer.booted)
    renderer.run(command, from: at(9, "").origin)
    renderer.run("cat <<'EOF'\nsome\nlines\nEOF", from: at(10, "").origin)
    renderer.addSystem()
    renderer.addScripts()
    let file = AnswerFile(name: "ks.cfg", lines: renderer.kickstart.lines, bootArguments: [])
    let text = file.lines.map(\.text).joined(separator: "\n")
    let start = try #require(text.firstRange(of: "%post --erroronfail\n")?.upperBound)
    let body = text[start...].prefix(upTo: text[start...].firstRange(of: "%end")?.lowerBound ?? text.endIndex)
    let (status, output) = try execute(["sh", "-c", String(body)])
    #expect((status == 0) == (expected == nil), "\(output)")
    let failed = file.failedCommand(in: output.components(separatedBy: "\n"))
    #expect(failed.map { "\($0.origin): \($0.reason)" } == expected)
  }
}
