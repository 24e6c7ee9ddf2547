import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// Runs the commands of rendered files, as the installer would, against a folder that stands for the new system.
@Suite struct CommandsTests {
  /// What a run left behind.
  private struct Outcome {
    var status: Int32
    /// Each call of a command that the installer has and this host must not run.
    var calls: [String]
    /// Content of the files written, by path in the new system.
    var files: [String: String]
  }

  private func value(_ question: String, of appliance: Appliance) throws -> String {
    var problems: [AnswerFileProblem] = []
    let text = try render(appliance).text(filling: [.report: "http://10.0.2.2:1/t"])
    let preseed = PreseedParser.parse(text, &problems) { _, _ in .standard }
    return try #require(preseed.directive(question)?.value)
  }

  private func runLate(_ appliance: Appliance) throws -> Outcome {
    try withFolder { folder in
      let (target, stubs) = (folder.appending(path: "target"), folder.appending(path: "bin"))
      for path in [
        "usr/share/zoneinfo/Europe", "etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/sudoers.d",
      ] {
        try FileManager.default.createDirectory(
          at: target.appending(path: path), withIntermediateDirectories: true)
      }
      try Data().write(to: target.appending(path: "usr/share/zoneinfo/UTC"))
      try Data().write(to: target.appending(path: "usr/share/zoneinfo/Europe/Prague"))
      try Data("deb http://10.0.2.2/".utf8).write(to: target.appending(path: "etc/apt/sources.list"))
      try FileManager.default.createDirectory(at: stubs, withIntermediateDirectories: true)
      let log = folder.appending(path: "calls")
      for name in ["chroot", "kiln-report"] {
        let stub =
          "#!/bin/sh\nprintf '%s' \(name) >> \(log.path)\nprintf ' <%s>' \"$@\" >> \(log.path)\necho >> \(log.path)\n"
        let file = stubs.appending(path: name)
        try Data(stub.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      }
      let command = try value("preseed/late_command", of: appliance)
        .replacing("/target", with: target.path).replacing("/usr/lib/finish-install.d", with: folder.path)
      let result = try execute(["sh", "-c", command], environment: ["PATH": stubs.path + ":/usr/bin:/bin"])
      let calls = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map {
        String($0).replacing(target.path, with: "/target")
      }
      return Outcome(status: result.status, calls: calls, files: try contents(of: target))
    }
  }

  private func contents(of target: URL) throws -> [String: String] {
    let paths = FileManager.default.enumerator(atPath: target.path)?.compactMap { $0 as? String } ?? []
    let files = paths.filter {
      (try? target.appending(path: $0).resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
    }
    return try Dictionary(
      uniqueKeysWithValues: files.map {
        let text = try String(contentsOf: target.appending(path: $0), encoding: .utf8)
        return ($0, text.replacing(target.path, with: "/target"))
      })
  }

  @Test func appliesEverySetting() throws {
    let outcome = try runLate(try everything())
    #expect(outcome.status == 0)
    #expect(
      outcome.calls == [
        "kiln-report <finishing>", "chroot </target> <chown> <-R> <root:root> </root/.ssh>",
        "chroot </target> <groupadd> <-f> <docker>", "chroot </target> <groupadd> <-f> <adm>",
        "chroot </target> <useradd> <-m> <-s> </bin/bash> <-p> <*> <-c> <Alice O'Hara> <-G> <docker,adm> <alice>",
        "chroot </target> <chown> <-R> <alice:alice> </home/alice/.ssh>",
        "chroot </target> <useradd> <-m> <-s> </bin/bash> <-p> <*> <-c> <> <bob>",
      ])
    #expect(outcome.files["root/.ssh/authorized_keys"] == key("root@example.org") + "\n")
    #expect(
      outcome.files["home/alice/.ssh/authorized_keys"] == key("alice's key") + "\n" + key("spare") + "\n")
    #expect(outcome.files["etc/sudoers.d/alice"] == "alice ALL=(ALL:ALL) NOPASSWD: ALL\n")
    #expect(
      outcome.files["etc/apt/apt.conf.d/90proxy"] == """
        Acquire::http::Proxy "http://proxy.example.org:3128";
        Acquire::https::Proxy "http://proxy.example.org:3128";

        """)
  }

  @Test func leavesOnlyThePublicMirror() throws {
    let files = try runLate(debian()).files
    #expect(files["etc/apt/sources.list"] == nil)
    #expect(
      files["etc/apt/sources.list.d/debian.sources"] == """
        Types: deb
        URIs: http://deb.example.org/debian
        Suites: trixie trixie-updates
        Components: main
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: http://security.debian.org/debian-security
        Suites: trixie-security
        Components: main
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        """)
    #expect(!files.values.contains { $0.contains("10.0.2.2") })
  }

  @Test func sourcesFollowThePartialFileAndTheSuite() throws {
    let files = try runLate(
      debian {
        $0.installer.answers = partial(
          "d-i apt-setup/non-free-firmware boolean true\nd-i apt-setup/security_host string security.example.org\n"
        )
      }
    ).files
    let sources = try #require(files["etc/apt/sources.list.d/debian.sources"])
    #expect(sources.contains("Components: main non-free-firmware\n"))
    #expect(sources.contains("URIs: http://security.example.org/debian-security\n"))
    let rolling = try runLate(
      debian {
        if case .archive(var media) = $0.installer.media {
          media.suite = "sid"
          $0.installer.media = .archive(media)
        }
      }
    ).files
    #expect(rolling["etc/apt/sources.list.d/debian.sources"]?.contains("Suites: sid\nComponents") == true)
    #expect(rolling["etc/apt/sources.list.d/debian.sources"]?.contains("security") == false)
  }

  @Test func aFailureIsReportedAndEndsTheRest() throws {
    let unknown = try runLate(debian { $0.install.timezone = at(4, "Mars/Base") })
    #expect(unknown.status != 0)
    #expect(unknown.calls == ["kiln-report <finishing>", "kiln-report <failed>"])
    #expect(unknown.files["etc/apt/sources.list"] != nil)

    let given = try runLate(
      debian { $0.install.raw = [at(8, "d-i preseed/late_command string false; exit 3; # '")] })
    #expect(given.status == 3)
    #expect(given.calls.last == "kiln-report <failed>")
  }

  /// Each value would run `touch` if anything read it as a command.
  @Test func quotedValuesStayValues() throws {
    let evil = #"x'; touch /target/owned; ' $(touch /target/owned) `touch /target/owned` "\"#
    let outcome = try runLate(
      debian {
        $0.install.authorizedKeys = [at(8, key(evil))]
        $0.install.users = [
          at(9, User(name: "eve", fullName: evil, groups: [], sudo: false, authorizedKeys: []))
        ]
      })
    #expect(outcome.status == 0)
    #expect(outcome.files["root/.ssh/authorized_keys"] == key(evil) + "\n")
    #expect(outcome.files["owned"] == nil)
  }

  @Test(arguments: ["preseed/early_command", "preseed/late_command"])
  func theInstallersShellReadsThem(_ question: String) throws {
    let command = try value(question, of: try everything())
    let result = try execute(["busybox", "sh", "-n", "-c", command])
    #expect(result.output == "")
    #expect(result.status == 0)
  }

  @Test func everyPhaseIsReported() throws {
    let appliance = try everything()
    let commands =
      try value("preseed/early_command", of: appliance) + value("preseed/late_command", of: appliance)
    for phase in Phase.allCases {
      #expect(
        commands.contains("kiln-report \(phase.rawValue)") || commands.contains("hook \(phase.rawValue) /"))
    }
  }
}
