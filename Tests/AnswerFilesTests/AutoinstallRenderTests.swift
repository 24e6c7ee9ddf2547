import Recipes
import Testing
import YAML

@testable import AnswerFiles

@Suite struct AutoinstallRenderTests {
  @Test func theInstallerIsToldWhereToFetchIt() throws {
    let file = try render(ubuntu { $0.installer.kernelArguments = [at(9, "console=ttyS0")] })
    let folder = "http://10.0.2.2:4711/t0ken/answers/"
    #expect(
      file.bootArguments(filling: [.answersFolder: folder]) == [
        "autoinstall", "ds=nocloud-net;s=\(folder)", "console=ttyS0",
      ])
    #expect(file.name == "user-data")
    #expect(file.lines.first?.text == "#cloud-config")
    #expect(file.companions.keys.sorted() == ["meta-data", "vendor-data"])
  }

  @Test func settingsTakeThePlaceOfThePartialFilesKeys() throws {
    let appliance = ubuntu {
      $0.installer.answers = autoinstall(
        """
        autoinstall:
          locale: de_DE.UTF-8
          keyboard: {variant: dvorak, layout: de}
          packages: [vim, tmux]
          shutdown: reboot
          updates: all
        """)
      $0.install.packages = [at(9, "tmux"), at(10, "git")]
    }
    #expect(try rendered(appliance, "locale")?.text == "en_US.UTF-8")
    #expect(try rendered(appliance, "keyboard", "layout")?.text == "us")
    #expect(try rendered(appliance, "keyboard", "variant")?.text == "dvorak")
    #expect(try rendered(appliance, "packages")?.items.map(\.text) == ["vim", "tmux", "git"])
    #expect(try rendered(appliance, "shutdown")?.text == "poweroff")
    #expect(try rendered(appliance, "updates")?.text == "all")
    #expect(try render(appliance).packages == ["vim", "tmux", "git"])
    let lines = try render(appliance).lines
    #expect(lines.firstIndex { $0.text.hasPrefix("  locale:") } == 2)
    let place = Location(file: "ubuntu.autoinstall.yaml", line: 6, column: 12)
    #expect(lines.first { $0.text == "  updates: all" }?.origin == .answers(place))
    #expect(lines.first { $0.text == "    - git" }?.origin == at(10, "").origin)
  }

  @Test func rawKeysWinAndTheirListsAreAdded() throws {
    let appliance = ubuntu {
      $0.install.raw = [
        at(8, "apt:"), at(9, "  fallback: offline-install"), at(10, "packages: [htop]"),
        at(11, "late-commands: [touch /target/raw]"), at(12, "timezone: Asia/Tokyo"),
      ]
    }
    #expect(try rendered(appliance, "apt", "fallback")?.text == "offline-install")
    #expect(try rendered(appliance, "apt", "preserve_sources_list")?.text == "false")
    #expect(try rendered(appliance, "packages")?.items.map(\.text) == ["htop"])
    #expect(try rendered(appliance, "timezone")?.text == "Asia/Tokyo")
    #expect(try lateCommands(appliance).suffix(2) == ["touch /target/raw", "sh /run/kiln-report finished"])
    let lines = try render(appliance).lines
    #expect(lines.first { $0.text.contains("touch") }?.origin == at(11, "").origin)
  }

  @Test func commandsOfThePartialFileAreRunBesideOurs() throws {
    let appliance = ubuntu {
      $0.installer.answers = autoinstall(
        """
        autoinstall:
          early-commands: [a]
          late-commands: [[b, c]]
          error-commands: [d]
        """)
    }
    #expect(try rendered(appliance, "early-commands")?.items.last?.text == "a")
    #expect(try rendered(appliance, "late-commands")?.items.suffix(2).first?.items.map(\.text) == ["b", "c"])
    #expect(
      try rendered(appliance, "error-commands")?.items.map(\.text) == ["d", "sh /run/kiln-report failed"])
  }

  @Test func aMirrorOfTheBuildIsNotLeftInTheImage() throws {
    let appliance = ubuntu { $0.install.mirror = at(9, "http://mirror.example.org/ubuntu/") }
    #expect(
      try rendered(appliance, "apt", "mirror-selection", "primary", "0", "uri")?.text == "@KILN_MIRROR@")
    let sources = try #require(try lateCommands(appliance).first { $0.contains("ubuntu.sources") })
    #expect(sources.contains("URIs: http://mirror.example.org/ubuntu\n"))
    #expect(sources.contains("Suites: noble noble-updates noble-backports noble-security\n"))
  }

  @Test func accountsAreMadeByCommandsAndNotAtTheFirstBoot() throws {
    let appliance = ubuntu {
      $0.install.authorizedKeys = [at(8, key("root@example.org"))]
      $0.install.users = [
        at(9, User(name: "ann", fullName: "Ann O'Hara", groups: ["adm"], sudo: true, authorizedKeys: []))
      ]
    }
    #expect(try rendered(appliance, "identity") == nil)
    #expect(try rendered(appliance, "user-data", "preserve_hostname")?.text == "true")
    let commands = try lateCommands(appliance)
    #expect(
      commands.contains(
        #"chroot /target useradd -m -s /bin/bash -p '*' -c 'Ann O'\''Hara' -G adm ann"#))
    #expect(
      commands.contains { $0.hasPrefix("cat > /target/root/.ssh/authorized_keys <<'END'\nssh-ed25519 ") })
  }

  @Test func theBootLoaderGetsArgumentsAndConsoles() throws {
    let appliance = ubuntu {
      $0.install.kernelArguments = [at(8, "net.ifnames=0")]
      $0.install.serialConsole = at(9, "ttyS1,115200")
    }
    #expect(
      try lateCommands(appliance).contains(
        """
        cat > /target/etc/default/grub.d/50-appliance.cfg <<'END'
        GRUB_CMDLINE_LINUX_DEFAULT=""
        GRUB_CMDLINE_LINUX="net.ifnames=0 console=tty0 console=ttyS1,115200"
        GRUB_TERMINAL="console serial"
        GRUB_SERIAL_COMMAND="serial --unit=1 --speed=115200"
        END

        """))
  }

  @Test func theSitesServicesAreSetUp() throws {
    let appliance = ubuntu {
      $0.install.proxy = at(8, "http://proxy.example.org:3128")
      $0.install.certificates = [at(9, Certificate(name: "our ca", text: "-----BEGIN\nabc\n-----END\n"))]
      $0.install.timeServers = [at(10, "ntp.example.org"), at(11, "ntp2.example.org")]
      $0.install.searchDomains = [at(12, "example.org")]
    }
    #expect(try rendered(appliance, "proxy")?.text == "http://proxy.example.org:3128")
    #expect(try rendered(appliance, "reporting") == nil)
    let commands = try lateCommands(appliance)
    let file = "'/target/usr/local/share/ca-certificates/our ca.crt'"
    #expect(commands.contains("cat > \(file) <<'END'\n-----BEGIN\nabc\n-----END\nEND\n"))
    #expect(commands.contains { $0.contains("NTP=ntp.example.org ntp2.example.org\n") })
    #expect(commands.contains { $0.contains("server ntp2.example.org iburst\n") })
    #expect(commands.contains { $0.contains("Domains=example.org\n") })
  }

  @Test func phasesAndEventsAreReported() throws {
    let text = try render(ubuntu()).lines.map(\.text).joined(separator: "\n")
    for phase in Phase.allCases { #expect(text.contains(" \(phase.rawValue)"), "\(phase)") }
    #expect(try rendered(ubuntu(), "reporting", "host", "type")?.text == "webhook")
  }

  @Test func whatTheInstallerCannotBeToldIsRefused() {
    let bad = "x\n'$(id)"
    let found = problems(
      ubuntu {
        $0.install.locale = at(2, bad)
        $0.install.keyboard = at(3, bad)
        $0.install.timezone = at(4, bad)
        $0.install.hostname = at(5, bad)
        $0.install.mirror = at(6, bad)
        $0.install.proxy = at(7, bad)
        $0.install.packages = [at(8, bad)]
        $0.install.authorizedKeys = [at(9, bad)]
        $0.install.kernelArguments = [at(10, bad)]
        $0.install.serialConsole = at(11, bad)
        $0.install.timeServers = [at(12, bad)]
        $0.install.searchDomains = [at(13, bad)]
        $0.installer.repositories = [Installer.Repository(name: "extra", path: at(14, "extra"))]
      })
    for line in 2...14 { #expect(found.contains { $0.hasPrefix("debian-13.yaml:\(line):1: ") }, "\(line)") }
    #expect(found.count == 13)
  }

  /// POSIX's own parser reads every command.
  @Test func everyCommandIsShell() throws {
    let appliance = ubuntu {
      $0.install.certificates = [at(9, Certificate(name: "it's", text: "END\n-----BEGIN\n"))]
      $0.install.timeServers = [at(10, "ntp.example.org")]
    }
    let keys = ["early-commands", "late-commands", "error-commands"]
    let commands = try keys.flatMap { try rendered(appliance, $0)?.items.compactMap(\.text) ?? [] }
    try withFolder { folder in
      for command in commands {
        let script = folder.appending(path: "script")
        try command.write(to: script, atomically: true, encoding: .utf8)
        let result = try execute(["sh", "-n", script.path])
        #expect(result.status == 0, "\(command): \(result.output)")
      }
    }
  }
}
