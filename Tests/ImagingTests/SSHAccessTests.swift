import Failures
import Foundation
import Subprocess
import Testing

@testable import Imaging

struct SSHAccessTests {
  private static let access = SSHAccess(port: 2222, user: "ann", existing: #"/w/100% "a b\"#)

  /// As ssh itself understands it, which prints the settings that it would use.
  @Test func sshUnderstandsTheSettings() async throws {
    let command = try Self.access.command("true")
    let options = command.arguments.dropLast(2)
    let outcome = try await checked(Command("ssh", ["-G"] + options + ["127.0.0.1"]))
    let lines = Set(String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n").map(String.init))
    for line in [
      "user ann", "port 2222", "hostname 127.0.0.1", "identitiesonly yes", "stricthostkeychecking accept-new",
      "passwordauthentication no", "globalknownhostsfile /dev/null", "batchmode yes", "stdinnull yes",
      #"userknownhostsfile /w/100% "a b\/known_hosts"#,
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    #expect(lines.contains { $0.hasPrefix("identityfile /w/100") }, "\(lines)")
  }

  @Test(
    arguments: [
      ("hostname", "exec /bin/sh -c 'hostname'"),
      ("echo 'a b'; exit 3", #"exec /bin/sh -c 'echo '\''a b'\''; exit 3'"#),
      ("a\nb", "exec /bin/sh -c 'a\nb'"),
    ])
  func aScriptIsOneWord(script: String, line: String) throws {
    #expect(try Self.access.command(script).arguments.last == line)
  }

  @Test func aScriptThatIsTooLongIsRefused() {
    let error = #expect(throws: BuildError.self) {
      try Self.access.command(String(repeating: "x", count: 128 << 10))
    }
    #expect(error?.description == "a script of over 128 KiB cannot be run over SSH")
  }

  @Test func theKeyIsForThisUserAlone() async throws {
    let folder = try Scratch()
    let access = try await SSHAccess(port: 1, user: "root", folder: folder.file("ssh"))
    #expect(try access.authorizedKey().hasPrefix("ssh-ed25519 AAAA"))
    for (file, mode) in [("ssh", 0o700), ("ssh/key", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(file))
      #expect(attributes[.posixPermissions] as? Int == mode, "\(file)")
    }
  }
}
