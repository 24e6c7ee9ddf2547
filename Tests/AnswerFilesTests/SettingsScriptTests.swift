import Foundation
import Recipes
import Subprocess
import Testing

@testable import AnswerFiles

@Suite struct SettingsScriptTests {
  private func from<Value>(_ value: Value) -> Sourced<Value> { Sourced(value, from: .flag("--set x")) }

  private var settings: SystemSettings {
    SystemSettings(
      locale: from("de_DE.UTF-8"), keyboard: from("de"), timezone: from("Europe/Berlin"),
      hostname: from("web.example.org"),
      certificates: [from(Certificate(name: "site", text: "-----BEGIN CERTIFICATE-----\nAA==\n"))],
      timeServers: [from("ntp.example.org")], searchDomains: [from("example.org")],
      authorizedKeys: [from("ssh-ed25519 AAAA ann's")],
      users: [
        from(User(name: "ann", fullName: "Ann O'Hara", groups: ["adm"], sudo: true, authorizedKeys: []))
      ], lean: LeanPart.allCases.map(from))
  }

  @Test func aShellReadsIt() async throws {
    let outcome = try await run(Command("sh", ["-n"]), input: Data(settings.script.text(filling: [:]).utf8))
    #expect(outcome.status == .exited(0), "\(outcome.lastLines())")
  }

  @Test func eachCommandSaysWhoseItIs() {
    let script = settings.script
    let zone = script.lines.firstIndex { $0.text.contains("zoneinfo") } ?? 0
    let number = script.lines[zone].text.prefix { $0 != ";" }.dropFirst(3)
    let failure = script.failedCommand(in: [
      "kiln: the system has no time zone 'Europe/Berlin'",
      "kiln: command \(number) failed with exit status 1",
    ])
    #expect(failure?.origin == .flag("--set x"))
    #expect(failure?.reason == "the system has no time zone 'Europe/Berlin'")
  }

  @Test(
    arguments: [
      (true, ["locales", "tzdata"], ["sudo", "ca-certificates", "console-setup", "systemd-timesyncd"]),
      (true, ["locales", "sudo", "ca-certificates", "console-setup", "chrony"], []),
      (false, ["glibc-minimal-langpack", "sudo", "ca-certificates"], ["glibc-langpack-de", "chrony"]),
      (false, ["glibc-common", "sudo", "ca-certificates", "chrony"], []),
    ] as [(Bool, Set<String>, [String])])
  func whatTheyNeedIsInstalled(isDebian: Bool, installed: Set<String>, missing: [String]) {
    #expect(settings.missingPackages(beside: installed, isDebian: isDebian) == missing)
  }
}
