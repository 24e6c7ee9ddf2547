import Diagnostics
import Recipes
import Testing
import YAML

@testable import AnswerFiles

private let pem = "-----BEGIN CERTIFICATE-----\nabc=\n-----END CERTIFICATE-----"

@Suite struct AutoinstallRenderTests {
  @Test func theInstallerIsToldWhereToFetchIt() throws {
    let file = try render(ubuntu { $0.installer.booted.kernelArguments = [at(9, "console=ttyS0")] })
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
      $0.installer.booted.answers = autoinstall(
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
    #expect(try rendered(appliance, "packages")?.items.map(\.text) == ["vim", "tmux", "locales", "git"])
    #expect(try rendered(appliance, "shutdown")?.text == "poweroff")
    #expect(try rendered(appliance, "updates")?.text == "all")
    #expect(try render(appliance).packages == ["vim", "tmux", "locales", "git"])
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
    #expect(try rendered(appliance, "packages")?.items.map(\.text) == ["htop", "locales"])
    #expect(try rendered(appliance, "timezone")?.text == "Asia/Tokyo")
    #expect(try lateCommands(appliance).suffix(2) == ["touch /target/raw", "sh /run/kiln-report finished"])
    let lines = try render(appliance).lines
    #expect(lines.first { $0.text.contains("touch") }?.origin == at(11, "").origin)
  }

  @Test func commandsOfThePartialFileAreRunBesideOurs() throws {
    let appliance = ubuntu {
      $0.installer.booted.answers = autoinstall(
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
    let sources = try #require(try setup(appliance).first { $0.hasSuffix("ubuntu.sources") })
    #expect(sources.contains("'URIs: http://mirror.example.org/ubuntu' 'Suites: noble noble-updates'"))
    #expect(sources.contains("'URIs: http://security.ubuntu.com/ubuntu' 'Suites: noble-security'"))
    let ports = ubuntu { $0.install.mirror = at(9, "http://mirror.example.org/ubuntu-ports") }
    #expect(!(try setup(ports).contains { $0.contains("security.ubuntu.com") }))
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
    let script = try setup(appliance)
    #expect(script.contains(#"useradd -m -s /bin/bash -p '*' -c 'Ann O'\''Hara' -g ann -G adm ann"#))
    #expect(
      script.contains { $0.hasPrefix(#"printf '%s\n' 'ssh-ed25519 "#) && $0.hasSuffix("/authorized_keys") })
    let line = try render(appliance).lines.first { $0.text.contains("useradd") }
    #expect(line?.origin == at(9, "").origin)
  }

  @Test func theBootLoaderGetsArgumentsAndConsoles() throws {
    let appliance = ubuntu {
      $0.install.kernelArguments = [at(8, "net.ifnames=0")]
      $0.install.serialConsole = at(9, "ttyS1,115200")
    }
    let settings = [
      #"'GRUB_CMDLINE_LINUX_DEFAULT=""'"#,
      #"'GRUB_CMDLINE_LINUX="net.ifnames=0 console=tty0 console=ttyS1,115200"'"#,
      #"'GRUB_TERMINAL="console serial"'"#, #"'GRUB_SERIAL_COMMAND="serial --unit=1 --speed=115200"'"#,
    ].joined(separator: " ")
    #expect(
      try setup(appliance).suffix(2) == [
        "printf '%s\\n' \(settings) > /etc/default/grub.d/50-appliance.cfg", "update-grub",
      ])
  }

  @Test func theSitesServicesAreSetUp() throws {
    let appliance = ubuntu {
      $0.install.proxy = at(8, "http://proxy.example.org:3128")
      $0.install.certificates = [at(9, Certificate(name: "our", text: pem + "\n"))]
      $0.install.timeServers = [at(10, "ntp.example.org"), at(11, "ntp2.example.org")]
      $0.install.searchDomains = [at(12, "example.org")]
    }
    #expect(try rendered(appliance, "proxy")?.text == "http://proxy.example.org:3128")
    #expect(try rendered(appliance, "reporting") == nil)
    let script = try setup(appliance)
    let file = "/usr/local/share/ca-certificates/our.crt"
    #expect(
      script.contains(
        "printf '%s\\n' '-----BEGIN CERTIFICATE-----' 'abc=' '-----END CERTIFICATE-----' > \(file)"))
    #expect(script.contains { $0.contains("'NTP=ntp.example.org ntp2.example.org'") })
    #expect(script.contains { $0.contains("'server ntp2.example.org iburst' > /etc/chrony") })
    #expect(script.contains { $0.contains("'Domains=example.org'") })
  }

  /// Through a proxy no event reaches the host.
  @Test func aProxyOfTheFileIsOneToo() throws {
    let file = "version: 1\nproxy: http://proxy.example.org:3128\n"
    #expect(
      try rendered(ubuntu { $0.installer.booted.answers = autoinstall(file) }, "reporting") == nil)
    #expect(
      try rendered(ubuntu { $0.install.raw = [at(8, "proxy: http://proxy.example.org")] }, "reporting") == nil
    )
    let none = ubuntu { $0.installer.booted.answers = autoinstall("version: 1\nproxy: null\n") }
    #expect(try rendered(none, "reporting") != nil)
  }

  @Test(arguments: [
    ("{version: 2, ethernets: {ens3: {addresses: [192.0.2.5/24]}}}", false),
    ("{version: 2, ethernets: {ens3: {addresses: [192.0.2.5/24], dhcp4: false}}}", false),
    ("{network: {version: 2, ethernets: {ens3: {dhcp6: true}}}}", false),
    ("{version: 2}", false),
    ("{version: 2, ethernets: {all: {match: {name: 'en*'}, dhcp4: yes}}}", true),
    ("{network: {version: 2, ethernets: {e: {}}, bridges: {br0: {interfaces: [e], dhcp4: true}}}}", true),
  ]) func aNetworkWithoutDHCPIsDropped(_ network: String, _ isKept: Bool) throws {
    let appliance = ubuntu { $0.installer.booted.answers = autoinstall("version: 1\nnetwork: \(network)\n") }
    #expect((try rendered(appliance, "network") != nil) == isKept)
    let warning =
      "ubuntu.autoinstall.yaml:2:10: 'network' is dropped: the machine that installs has its address by DHCP, and no card"
      + " asks it there"
    #expect(try render(appliance).warnings.map(\.description) == (isKept ? [] : [warning]))
  }

  @Test func aRawNetworkWithoutDHCPIsWarnedOf() throws {
    let appliance = ubuntu { $0.install.raw = [at(8, "network: {version: 2, ethernets: {e: {dhcp4: no}}}")] }
    #expect(try rendered(appliance, "network") != nil)
    #expect(try render(appliance).warnings.map(\.description).contains { $0.contains("raw: 'network'") })
  }

  @Test func phasesAndEventsAreReported() throws {
    let text = try render(ubuntu()).lines.map(\.text).joined(separator: "\n")
    for phase in Phase.allCases { #expect(text.contains(" \(phase.rawValue)"), "\(phase)") }
    #expect(try rendered(ubuntu(), "reporting", "host", "type")?.text == "webhook")
  }

  @Test func whatTheInstallerCannotBeToldIsRefused() {
    let found = problems(
      ubuntu {
        $0.system.codename = ""
        $0.install.packages = [at(8, "nginx=1.2")]
        $0.installer.booted.repositories = [Installer.Repository(name: "extra", path: at(14, "extra"))]
      })
    #expect(
      found == [
        "os.codename: subiquity needs the suite of the release, such as noble",
        "debian-13.yaml:8:1: packages: 'nginx=1.2' is not the bare name of a package, which is all that can be"
          + " installed with the base system",
        "debian-13.yaml:14:1: repositories: subiquity takes no path below the mirror; add 'apt: {sources: …}' to the"
          + " partial answer file",
      ])
  }

  /// POSIX's own parser reads every command.
  @Test func everyCommandIsShell() throws {
    let appliance = ubuntu {
      $0.install.certificates = [at(9, Certificate(name: "END", text: pem))]
      $0.install.timeServers = [at(10, "ntp.example.org")]
    }
    let keys = ["early-commands", "late-commands", "error-commands"]
    let commands = try keys.flatMap { try rendered(appliance, $0)?.items.compactMap(\.text) ?? [] }
    try withFolder { folder in
      for command in commands + [try setup(appliance).joined(separator: "\n")] {
        let script = folder.appending(path: "script")
        try command.write(to: script, atomically: true, encoding: .utf8)
        let result = try execute(["sh", "-n", script.path])
        #expect(result.status == 0, "\(command): \(result.output)")
      }
    }
  }
}
