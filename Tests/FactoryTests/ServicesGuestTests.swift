import Files
import Foundation
import Provisioners
import Recipes
import Subprocess
import Testing

@testable import Provisioning

/// What a `services` step looks for in an image, and what it does there, with this host's systemctl in place of the image's.
struct ServicesGuestTests {
  private let folder = TemporaryFolder()

  private func write(_ path: String, _ text: String = "") throws {
    let file = URL(fileURLWithPath: "\(folder.path)/\(path)")
    try FileSystem.makeFolder(file.deletingLastPathComponent().path)
    try Data(text.utf8).write(to: file)
  }

  /// As libguestfs' glob_expand has it: glob(3) with GLOB_BRACE.
  private func matches(_ pattern: String) -> Bool {
    var found = glob_t()
    defer { globfree(&found) }
    return glob(folder.path + pattern, GLOB_BRACE, nil, &found) == 0
  }

  @Test(arguments: [
    ("nginx.service", "usr/lib/systemd/system/nginx.service", true),
    ("nginx.service", "lib/systemd/system/nginx.service", true),
    ("nginx.service", "etc/systemd/system/nginx.service", true),
    ("nginx.service", "usr/local/lib/systemd/system/nginx.service", true),
    ("nginx.service", "etc/init.d/nginx", true),
    ("network.service", "etc/rc.d/init.d/network", true),
    ("getty@tty2.service", "usr/lib/systemd/system/getty@.service", true),
    ("getty@tty2.service", "etc/systemd/system/getty@tty2.service", true),
    ("nginx.socket", "usr/lib/systemd/system/nginx.service", false),
    ("nginx.socket", "etc/init.d/nginx", false),
    ("ngin.service", "usr/lib/systemd/system/nginx.service", false),
    ("getty@tty2.service", "usr/lib/systemd/system/getty.service", false),
  ])
  func aUnitIsKnownByItsFile(unit: String, file: String, isThere: Bool) throws {
    try write(file)
    #expect(matches(ServicesStep.places(of: unit)) == isThere)
  }

  @Test(.enabled(if: FileSystem.exists("/usr/bin/systemctl")))
  func systemctlDoesIt() async throws {
    let units = "usr/lib/systemd/system"
    for name in ["web.service", "old.service", "daily.timer", "shell@.service"] {
      try write("\(units)/\(name)", "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n")
    }
    let wants = "etc/systemd/system/multi-user.target.wants"
    try FileSystem.makeFolder("\(folder.path)/\(wants)")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/\(wants)/old.service", withDestinationPath: "/\(units)/old.service")
    try write("bin/systemctl", "#!/bin/sh\nexec /usr/bin/systemctl --root='\(folder.path)' \"$@\"\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/bin/systemctl")
    func from(_ names: String...) -> [Sourced<String>] { names.map { Sourced($0, from: .standard) } }
    let step = ServicesStep(
      enable: from("web.service", "shell@one.service"), disable: from("old.service"),
      mask: from("daily.timer"))
    let script = String(decoding: step.command.program, as: UTF8.self)
    try await checked(Command("sh", ["-c", "PATH='\(folder.path)/bin':$PATH\n\(script)"]))
    #expect(FileSystem.entries(of: "\(folder.path)/\(wants)") == ["shell@one.service", "web.service"])
    let mask = "\(folder.path)/etc/systemd/system/daily.timer"
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: mask) == "/dev/null")
  }
}
