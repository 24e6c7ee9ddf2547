import Foundation
import Recipes
import Testing

@testable import AnswerFiles

private let early = "preseed/early_command"
private let late = "preseed/late_command"
private let sources = "target/etc/apt/sources.list.d/debian.sources"
private let drop = "tmp/grub.cfg"

@Suite struct CommandsTests {
  @Test func appliesEverySetting() throws {
    let outcome = try Installation.run(late, of: try everything())
    #expect(outcome.status == 0)
    #expect(
      outcome.calls == [
        "kiln-report <finishing>", "chroot </target> <chown> <-R> <root:root> </root/.ssh>",
        "chroot </target> <groupadd> <-f> <alice>", "chroot </target> <groupadd> <-f> <docker>",
        "chroot </target> <groupadd> <-f> <adm>",
        "chroot </target> <useradd> <-m> <-s> </bin/bash> <-p> <*> <-c> <Alice O'Hara> <-g> <alice> <-G> <docker,adm> <alice>",
        "chroot </target> <chown> <-R> <alice:alice> </home/alice/.ssh>",
        "chroot </target> <groupadd> <-f> <bob>",
        "chroot </target> <useradd> <-m> <-s> </bin/bash> <-p> <*> <-c> <> <-g> <bob> <bob>",
        "chroot </target> <systemctl> <enable> <systemd-networkd> <systemd-resolved>",
      ])
    let files = outcome.files
    #expect(files["target/root/.ssh/authorized_keys"] == key("root@example.org").text + "\n")
    #expect(
      files["target/home/alice/.ssh/authorized_keys"] == key("alice's key").text + "\n" + key("spare").text
        + "\n")
    #expect(files["target/etc/sudoers.d/alice"] == "alice ALL=(ALL:ALL) NOPASSWD: ALL\n")
    #expect(
      files["target/etc/systemd/network/80-dhcp.network"] == "[Match]\nName=en* eth*\n\n[Network]\nDHCP=yes\n"
    )
    #expect(
      files["target/etc/apt/apt.conf.d/90proxy"] == """
        Acquire::http::Proxy "http://proxy.example.org:3128";
        Acquire::https::Proxy "http://proxy.example.org:3128";

        """)
  }

  @Test func leavesOnlyThePublicMirror() throws {
    let files = try Installation.run(late, of: debian()).files
    #expect(files["target/etc/apt/sources.list"] == nil)
    #expect(
      files[sources] == """
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
    #expect(!files.contains { $0.key.hasPrefix("target") && $0.value.contains("10.0.2.2") })
  }

  @Test func sourcesFollowThePartialFileAndTheSuite() throws {
    let files = try Installation.run(
      late,
      of: debian {
        $0.installer.booted.answers = partial(
          """
          d-i apt-setup/non-free-firmware boolean true
          d-i apt-setup/security_host string security.example.org

          """)
      }
    ).files
    #expect(files[sources]?.contains("Components: main non-free-firmware\n") == true)
    #expect(files[sources]?.contains("URIs: http://security.example.org/debian-security\n") == true)
    let rolling = try Installation.run(
      late,
      of: debian {
        if var media = $0.installer.booted.media.archive {
          media.archive.suite = "sid"
          $0.installer.booted.media = .debianInstaller(.archive(media))
        }
      }
    ).files
    #expect(rolling[sources]?.contains("Suites: sid\nComponents") == true)
    #expect(rolling[sources]?.contains("security") == false)
  }

  @Test func aFailureIsReportedAndEndsTheRest() throws {
    let unknown = try Installation.run(late, of: debian { $0.install.timezone = at(4, "Mars/Base") })
    #expect(unknown.status != 0)
    #expect(unknown.calls == ["kiln-report <finishing>", "kiln-report <failed>"])
    #expect(unknown.files["target/etc/apt/sources.list"] != nil)

    let raw = at(8, "d-i preseed/late_command string false; exit 3; # '")
    let given = try Installation.run(late, of: debian { $0.install.raw = [raw] })
    #expect(given.status == 3)
    #expect(given.calls.last == "kiln-report <failed>")
  }

  /// Each value would run `touch` if anything read it as a command.
  @Test func quotedValuesStayValues() throws {
    let evil = #"x'; touch /target/owned; ' $(touch /target/owned) `touch /target/owned` "\"#
    let outcome = try Installation.run(
      late,
      of: debian {
        $0.install.authorizedKeys = [at(8, key(evil))]
        $0.install.users = [
          at(
            9,
            User(name: "eve", fullName: FullName(formed: evil), groups: [], sudo: false, authorizedKeys: []))
        ]
      })
    #expect(outcome.status == 0)
    #expect(
      outcome.calls.contains(
        "chroot </target> <useradd> <-m> <-s> </bin/bash> <-p> <*> <-c> <\(evil)> <-g> <eve> <eve>")
    )
    #expect(outcome.files["target/root/.ssh/authorized_keys"] == key(evil).text + "\n")
    #expect(outcome.files["target/owned"] == nil)
  }

  /// The installer makes a line end of `\n`.
  @Test func lineEndsInCommandsAreCarriedOrRefused() throws {
    let message = #"preseed cannot carry '\n' in a command: it becomes a line end, and what follows is lost"#
    let refused = debian { $0.install.authorizedKeys = [at(8, key(#"C:\new"#))] }
    #expect(problems(refused) == ["debian-13.yaml:8:1: \(message)"])
    let given = debian {
      $0.install.raw = [at(9, #"d-i preseed/late_command string printf '\n%s\n' "it's\no" > /tmp/lines"#)]
    }
    let command = try Installation.value("preseed/late_command", of: given)
    #expect(!command.contains(#"\n"#))
    #expect(try Installation.run("preseed/late_command", of: given).files["tmp/lines"] == "\nit's\\no\n")
  }

  @Test func stagesReportAndTheLogGoesBeforeTheEnd() throws {
    let post = "wget <-q> <--no-proxy> <-t> <3> <-T> <30> <-O> </dev/null>"
    let outcome = try Installation.run(early, of: debian(), after: " kiln-report finished")
    #expect(outcome.status == 0)
    #expect(
      outcome.calls == [
        "\(post) <--post-data=> <http://10.0.2.2:1/t/phase/started>",
        "\(post) <--post-file=/var/log/syslog> <http://10.0.2.2:1/t/log>",
        "\(post) <--post-data=> <http://10.0.2.2:1/t/phase/finished>",
      ])
    #expect(outcome.files["lib/partman/init.d/00report"] == "#!/bin/sh\nkiln-report partitioning\n")
    #expect(outcome.files["lib/partman/finish.d/99report"] == "#!/bin/sh\nkiln-report bootstrapping\n")
    #expect(outcome.files["usr/lib/base-installer.d/00report"] == "#!/bin/sh\nkiln-report configuring\n")
    #expect(outcome.files["usr/lib/finish-install.d/96report"] == "#!/bin/sh\nkiln-report finished\n")
  }

  @Test func aFailedStepOfTheInstallerIsReported() throws {
    let log = "main-menu[1]: WARNING **: Menu item 'bootstrap-base' failed.\n"
    let outcome = try Installation.run(early, of: debian(), log: log, after: " wait")
    #expect(outcome.calls.contains { $0.hasSuffix("<http://10.0.2.2:1/t/phase/failed>") })
    let fine = try Installation.run(early, of: debian(), after: " wait")
    #expect(!fine.calls.contains { $0.hasSuffix("failed>") })
  }

  @Test(arguments: [
    ([], nil, "GRUB_CMDLINE_LINUX=\"\"\nGRUB_TERMINAL=console\n"),
    (["net.ifnames=0", "quiet"], nil, "GRUB_CMDLINE_LINUX=\"net.ifnames=0 quiet\"\nGRUB_TERMINAL=console\n"),
    (["quiet"], "hvc0", "GRUB_CMDLINE_LINUX=\"quiet console=tty0 console=hvc0\"\nGRUB_TERMINAL=console\n"),
    (
      [], "ttyS1,115200n8",
      """
      GRUB_CMDLINE_LINUX="console=tty0 console=ttyS1,115200n8"
      GRUB_TERMINAL="console serial"
      GRUB_SERIAL_COMMAND="serial --unit=1 --speed=115200"

      """
    ),
    (
      [], "ttyS0",
      """
      GRUB_CMDLINE_LINUX="console=tty0 console=ttyS0"
      GRUB_TERMINAL="console serial"
      GRUB_SERIAL_COMMAND="serial --unit=0 --speed=9600"

      """
    ),
  ]) func kernelArgumentsAndConsoles(
    _ arguments: [KernelArgument], _ console: SerialConsole?, _ expected: String
  ) throws {
    let outcome = try Installation.run(
      early,
      of: debian {
        $0.install.kernelArguments = arguments.map { at(8, $0) }
        $0.install.serialConsole = console.map { at(9, $0) }
      })
    #expect(outcome.files[drop] == expected)
    let hook = try #require(outcome.files["usr/lib/base-installer.d/10grub"])
    #expect(
      hook == """
        #!/bin/sh
        mkdir -p /target/etc/default/grub.d; cp /tmp/grub.cfg /target/etc/default/grub.d/50-appliance.cfg

        """)
  }

  @Test(arguments: [early, late]) func theInstallersShellReadsThem(_ question: String) throws {
    let command = try Installation.value(question, of: try everything())
    let result = try execute(["busybox", "sh", "-n", "-c", command])
    #expect(result.output == "")
    #expect(result.status == 0)
  }

  @Test func everyPhaseIsReported() throws {
    let appliance = try everything()
    let commands = try Installation.value(early, of: appliance) + Installation.value(late, of: appliance)
    for phase in Phase.allCases { #expect(commands.contains("kiln-report \(phase.rawValue)")) }
  }
}
