import Foundation
import Subprocess
import Testing

@testable import Guest

@Suite struct PackageScriptTests {
  /// The managers that an image has, what is called, and with what status it ends.
  @Test(
    arguments: [
      (
        ["apt-get", "dnf"],
        """
        apt-get -q -o APT::Update::Error-Mode=any update
        apt-get -q -y --no-install-recommends install -- nginx it's

        """, 0
      ),
      (["dnf", "yum"], "dnf -y --refresh --setopt=install_weak_deps=False install -- nginx it's\n", 0),
      (["yum"], "yum -y install -- nginx it's\n", 0),
      ([], "", 1),
    ] as [([String], String, Int32)])
  func asksTheManagerThatIsThere(managers: [String], calls: String, status: Int32) async throws {
    let outcome = try await run(GuestCommand.install(["nginx", "it's"]), managers: managers)
    #expect(String(decoding: outcome.stdout, as: UTF8.self) == calls)
    #expect(outcome.status == .exited(status))
    if status != 0 {
      let message = "the image has no package manager that is known here: apt-get, dnf or yum\n"
      #expect(String(decoding: outcome.stderr, as: UTF8.self) == message)
    }
  }

  @Test(
    arguments: [
      (
        ["apt-get", "dnf"],
        """
        apt-get -q -o APT::Update::Error-Mode=any update
        apt-get -q -y --no-install-recommends --with-new-pkgs upgrade

        """
      ),
      (["dnf", "yum"], "dnf -y --refresh --setopt=install_weak_deps=False upgrade\n"),
      (["yum"], "yum -y update\n"),
      ([], "no package manager that is known here: nothing is upgraded\n"),
    ] as [([String], String)])
  func upgradesWithTheManagerThatIsThere(managers: [String], output: String) async throws {
    let outcome = try await run(GuestCommand.upgrade(), managers: managers)
    #expect(String(decoding: outcome.stdout, as: UTF8.self) == output)
    #expect(outcome.status == .exited(0))
  }

  private func run(_ command: GuestCommand, managers: [String]) async throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kiln-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = folder.appendingPathComponent("script")
    try Data(command.program).write(to: script)
    for name in managers {
      let file = folder.appendingPathComponent(name).path
      try Data("#!/bin/sh\necho \"\(name) $*\"\n".utf8).write(to: URL(fileURLWithPath: file))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }
    return try await Subprocess.run(
      Command("/usr/bin/env", ["-i", "PATH=\(folder.path)", "/bin/sh", script.path] + command.arguments))
  }
}
