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
      (
        ["dnf", "yum"],
        "dnf -y --refresh --setopt=skip_if_unavailable=False --setopt=install_weak_deps=False install -- nginx it's\n",
        0
      ),
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
      (
        ["dnf", "yum"],
        "dnf -y --refresh --setopt=skip_if_unavailable=False --setopt=install_weak_deps=False upgrade\n"
      ),
      (["yum"], "yum -y update\n"),
      ([], "no package manager that is known here: nothing is upgraded\n"),
    ] as [([String], String)])
  func upgradesWithTheManagerThatIsThere(managers: [String], output: String) async throws {
    let outcome = try await run(GuestCommand.upgrade(), managers: managers)
    #expect(String(decoding: outcome.stdout, as: UTF8.self) == output)
    #expect(outcome.status == .exited(0))
  }

  /// A manager that plays a part: shell text for its body, which knows the number of its call as `$call`.
  private static let fetchFails = """
    case "$call $*" in
      *update) ;;
      1*|2*) echo "E: Failed to fetch http://d.example.org/x.deb  404  Not Found" >&2
        echo "E: Unable to fetch some archives, maybe run apt-get update?" >&2; exit 100 ;;
    esac
    """

  /// An index of which the mirror had another in the calls given.
  private static func changesMeanwhile(_ reason: String, calls: String) -> String {
    "case $call in \(calls)) echo 'E: Failed to fetch http://d.example.org/Packages.xz  \(reason)' >&2; exit 100;; esac"
  }

  /// What apt-get does, what is called, the status, and a line that must be printed.
  @Test(
    arguments: [
      (
        fetchFails, "update, install, update, install", 0,
        "kiln: packages are not there as the index has them: the index is fetched anew, then once more"
      ),
      (
        fetchFails.replacing("1*|2*)", with: "*)"), "update, install, update, install", 100,
        "E: Unable to fetch some archives, maybe run apt-get update?"
      ),
      (
        "case $* in *install*) echo 'E: Unable to locate package nginx' >&2; exit 100;; esac",
        "update, install", 100,
        "E: Unable to locate package nginx"
      ),
      (
        "echo 'E: Release file for http://d.example.org/InRelease is expired (invalid since 3d 4h).' >&2; exit 100",
        "update", 100, "E: Release file for http://d.example.org/InRelease is expired (invalid since 3d 4h)."
      ),
      (
        "echo 'W: Some index files failed to download. They have been ignored, or old ones used instead.' >&2",
        "update", 100, "kiln: an archive's index could not be had; the lines above say which and why"
      ),
      (
        "echo 'W: GPG error. The repository is not updated and the previous index files will be used.' >&2",
        "update", 100, "kiln: an archive's index could not be had; the lines above say which and why"
      ),
      ("echo 'W: Conflicting distribution: x' >&2", "update, install", 0, "W: Conflicting distribution: x"),
      (
        changesMeanwhile("File has unexpected size (12 != 13). Mirror sync in progress?", calls: "1"),
        "update, update, install", 0, "kiln: the archive changed while its index was fetched: once more"
      ),
      (
        changesMeanwhile("Hash Sum mismatch", calls: "1"), "update, update, install", 0,
        "kiln: the archive changed while its index was fetched: once more"
      ),
      (
        changesMeanwhile("Hash Sum mismatch", calls: "*"), "update, update", 100,
        "kiln: the archive changed while its index was fetched: once more"
      ),
    ] as [(String, String, Int32, String)])
  func anArchiveThatMovesIsAskedOnceMoreAndOneThatFailsIsNoWarning(
    apt: String, calls: String, status: Int32, line: String
  ) async throws {
    let outcome = try await run(GuestCommand.install(["nginx"]), managers: ["apt-get"], body: apt)
    let printed = String(decoding: outcome.stdout + outcome.stderr, as: UTF8.self)
    let lines = printed.split(separator: "\n").map(String.init)
    #expect(lines.contains(line), "\(lines)")
    #expect(outcome.status == .exited(status))
    let called = lines.filter { $0.hasPrefix("apt-get ") }.map {
      $0.contains(" update") ? "update" : "install"
    }
    #expect(called.joined(separator: ", ") == calls)
  }

  private static let yumRepoError =
    "Error: Failed to download metadata for repo x: Yum repo downloading error: Downloading error(s): "
    + "repodata/primary.xml.zst - Cannot download, all mirrors were already tried without success"

  @Test(arguments: [
    ("dnf", "Error: Error downloading packages:"), ("dnf", "No more mirrors to try"),
    ("yum", "Error downloading packages:"), ("dnf", yumRepoError),
    ("dnf", "Cannot download repodata/primary.xml.zst: All mirrors were tried"),
  ])
  func rpmsThatAreGoneAreTriedOnceMoreWithNewMetadata(manager: String, says: String) async throws {
    let body = "case $call in 1) echo '\(says)' >&2; exit 1;; esac"
    let outcome = try await run(GuestCommand.install(["nginx"]), managers: [manager], body: body)
    let lines = String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n")
    let calls = lines.filter { $0.hasPrefix(manager) }
    #expect(outcome.status == .exited(0))
    #expect(calls.count == 3 && calls[1] == "\(manager) -q clean metadata" && calls[0] == calls[2])
  }

  @Test func rpmNamesItsFaults() async throws {
    let body = #"""
      case $1 in
        -Va) printf '%s\n' 'Unsatisfied dependencies for web-1-1.noarch:' \
          '	libx.so.1 is needed by web-1-1.noarch' '	a conflicts with b-1-1.noarch' 'warning: x'; exit 1 ;;
        -qa) printf '%s\n' bash.x86_64 web.noarch kernel-core.x86_64 web.noarch kernel-core.x86_64 \
          gpg-pubkey.(none) gpg-pubkey.(none) libc.i686 libc.x86_64 kmod-x.x86_64 kmod-x.x86_64 ;;
      esac
      exit 0
      """#.replacing("(none)", with: "none")
    let outcome = try await run(.rpmFaults, managers: ["rpm"], body: body)
    #expect(
      String(decoding: outcome.stdout, as: UTF8.self) == """
        a conflicts with b-1-1.noarch
        libx.so.1 is needed by web-1-1.noarch
        web.noarch is installed more than once

        """)
    #expect(try await run(.rpmFaults, managers: []).stdout.isEmpty)
  }

  /// - Parameter body: shell text of each manager, which knows the number of its call as `$call`.
  private func run(
    _ command: GuestCommand, managers: [String], body: String = ""
  ) async throws -> ProcessResult {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kiln-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for tool in ["tee", "grep", "mktemp", "rm", "wc", "sed", "sort", "uniq"] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.appendingPathComponent(tool).path, withDestinationPath: "/usr/bin/\(tool)")
    }
    let script = folder.appendingPathComponent("script")
    try Data(command.program).write(to: script)
    for name in managers {
      let file = folder.appendingPathComponent(name).path
      let text = """
        #!/bin/sh
        echo "\(name) $*"
        echo >> "$0.calls"
        call=$(wc -l < "$0.calls")
        \(body)

        """
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }
    return try await Subprocess.run(
      Command("/usr/bin/env", ["-i", "PATH=\(folder.path)", "/bin/sh", script.path] + command.arguments))
  }
}
