import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// No command that the installer runs at its end fails without a word.
struct FailedLateCommandTests {
  private static let noZone =
    "the system has no time zone 'US/Eastern'; package tzdata-legacy has former names, tzdata all others"

  @Test("case 16: the installer's log names the command and its place")
  func theInstallersLogNamesTheCommandAndItsPlace() throws {
    let zone = debian { $0.install.timezone = at(4, "US/Eastern") }
    let given = debian { $0.install.raw = [at(8, "d-i preseed/late_command string exit 3")] }
    for (appliance, expected) in [
      (zone, "debian-13.yaml:4:1: \(Self.noZone)"),
      (given, "debian-13.yaml:8:1: exit status 3 of: sh -c 'exit 3';"),
    ] {
      let log = try #require(
        try Installation.run("preseed/late_command", of: appliance, log: "syslog: before\n")
          .files["var/log/syslog"])
      let failed = try render(appliance).failedCommand(in: log.components(separatedBy: "\n"))
      #expect(failed.map { "\($0.origin): \($0.reason)" } == expected)
    }
  }
}
