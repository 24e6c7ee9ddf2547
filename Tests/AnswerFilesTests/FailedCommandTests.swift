import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// No command of a set-up script fails without a word.
struct FailedCommandTests {
  private static let noZone =
    "the system has no time zone 'US/Eastern'; package tzdata-legacy has former names, tzdata all others"

  @Test(arguments: [
    ("test -f /nowhere || fail 'it'\\''s missing'", "debian-13.yaml:7:1", "it's missing"),
    ("grep -q x /dev/null", "debian-13.yaml:7:1", "exit status 1 of: grep -q x /dev/null"),
    ("false", "debian-13.yaml:7:1", "exit status 1 of: false"),
    ("(exit 42)", "debian-13.yaml:7:1", "exit status 42 of: (exit 42)"),
    ("echo $unset", "debian-13.yaml:7:1", "exit status 2 of: echo $unset"),
  ])
  func aScriptNamesTheCommandThatFails(command: String, place: String, reason: String) throws {
    var script = SetupScript()
    script.run("true", from: at(6, "").origin)
    script.run(command, from: at(7, "").origin)
    script.run("echo not reached", from: at(8, "").origin)
    let file = try script.answerFile()
    for shell in [["dash"], ["bash"], ["busybox", "sh"]] {
      let result = try execute(shell + ["-c", file.text(filling: [:])])
      #expect(result.status != 0)
      let failed = try #require(file.failedCommand(in: result.output.components(separatedBy: "\n")))
      #expect("\(failed.origin)" == place)
      // bash has another status for a variable that is not set.
      if shell != ["bash"] || !command.contains("unset") { #expect(failed.reason == reason) }
      #expect(failed.line == 6)
    }
  }

  @Test func aScriptThatEndsWellSaysNothing() throws {
    var script = SetupScript()
    script.run("true", from: .standard)
    let file = try script.answerFile()
    let result = try execute(["sh", "-c", file.text(filling: [:])])
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(file.failedCommand(in: ["kiln: ended 'sleep', which the script left running"]) == nil)
  }

  @Test("case 16: a bootstrapped system without the time zone is told so")
  func aBootstrappedSystemWithoutTheTimeZoneIsToldSo() throws {
    let file = try render(
      debian { appliance in
        appliance.installer = appliance.installer.unpacked()
        appliance.install.packages = [at(21, "linux-image-amd64")]
        appliance.install.timezone = at(12, "US/Eastern")
      })
    let line = try #require(file.lines.first { $0.text.contains("/usr/share/zoneinfo/US/Eastern") })
    let start = file.lines.prefix { !$0.text.hasPrefix("at=1;") }.map(\.text)
    let moved = line.text.replacing("/usr/share/zoneinfo", with: "/nowhere")
    let output = try execute(["sh", "-c", (start + [moved]).joined(separator: "\n")]).output
    let failed = try #require(file.failedCommand(in: output.components(separatedBy: "\n")))
    #expect("\(failed.origin): \(failed.reason)" == "debian-13.yaml:12:1: \(Self.noZone)")
  }
}
