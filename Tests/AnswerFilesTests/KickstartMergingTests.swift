import Recipes
import Testing

@testable import AnswerFiles

private func rendered(
  _ partial: String, _ release: String = "9.6", _ change: (inout Appliance) -> Void = { _ in }
) throws -> (commands: [String], warnings: [String]) {
  let file = try render(
    rocky(release) {
      $0.installer.booted.answers = kickstartPartial(partial)
      change(&$0)
    })
  return (file.lines.filter { !$0.isScript }.map(\.text), file.warnings.map(\.description))
}

@Suite struct KickstartMergingTests {
  /// What stands for a line of the partial answer file, and what is said of it.
  @Test(arguments: [
    ("bootloader --append='a b' --timeout=3", "bootloader --boot-drive=vda --append=quiet --timeout=3", []),
    (
      "bootloader --boot-drive=sda --append=quiet", "bootloader --boot-drive=vda --append=quiet",
      ["'bootloader --boot-drive=sda' is dropped: debian-13.yaml:8:1 takes its place"]
    ),
    (
      "lang cs_CZ.UTF-8 --addsupport=de_DE", "lang en_US.UTF-8 --addsupport=de_DE",
      ["'lang cs_CZ.UTF-8' is dropped: debian-13.yaml:2:1 takes its place"]
    ),
    ("keyboard us --vckeymap=us", "keyboard --xlayouts=us --vckeymap=us", []),
    ("timezone --isUtc UTC", "timezone UTC --utc", []),
    ("rootpw secret", "rootpw --lock", ["'rootpw' is dropped: root gets no password"]),
    (
      "url --url=http://a.example.org", "url --url=@KILN_MIRROR@/9.6/BaseOS/x86_64/os",
      ["'url' is dropped: debian-13.yaml:40:1 takes its place"]
    ),
    (
      "part /srv --size=1 --passphrase=x", "part / --fstype=ext4 --size=1024 --grow --ondisk=vda",
      ["'part /srv' is dropped: the disks are laid out by debian-13.yaml:6:1"]
    ),
    (
      "network --device=eth1 --ip=192.0.2.5 --bootproto=static",
      "network --device=eth1 --ip=192.0.2.5 --bootproto=static",
      [
        "'network --device=eth1' stays, beside DHCP on the card that has a link: the machine that installs may have no card of that name"
      ]
    ),
    (
      "network --device=eth1 --hostname=x --noipv6", "network --device=eth1 --noipv6",
      ["'network --hostname=x' is dropped: debian-13.yaml:5:1 takes its place"]
    ),
    (
      "network --bootproto=static --ip=192.0.2.5 --mtu=9000",
      "network --bootproto=dhcp --device=link --activate --hostname=debian --mtu=9000",
      [
        "'network --bootproto=static' is dropped: debian-13.yaml:5:1 takes its place",
        "'network --ip=192.0.2.5' is dropped: debian-13.yaml:5:1 takes its place",
      ]
    ),
    (
      "network --device=link --vlanid=7 --noipv4 --no-activate --onboot=off --mtu=9000",
      "network --bootproto=dhcp --device=link --activate --hostname=debian --mtu=9000",
      ["--no-activate", "--noipv4", "--onboot=off", "--vlanid=7"].map {
        "'network \($0)' is dropped: debian-13.yaml:5:1 takes its place"
      }
    ),
    (
      "network --bondslaves=a,b --bondopts=mode=x --onboot=yes",
      "network --bootproto=dhcp --device=link --activate --hostname=debian --onboot=yes",
      ["--bondopts=mode=x", "--bondslaves=a,b"].map {
        "'network \($0)' is dropped: debian-13.yaml:5:1 takes its place"
      }
    ),
    ("user --name=bob --groups=wheel", "user --name=bob --groups=wheel", []),
    ("user --name=bob --password=x --lock", "user --name=bob --password=x --lock", []),
    (
      "user --name=bob --password=x --plaintext", "user --name=bob --password=x --plaintext",
      [
        "'user --name=bob' has a password, and so has every copy of the image; list the user in 'install.users', with keys"
      ]
    ),
    (
      "user --name=ann --password=x", "user --name=ann --lock --shell=/bin/bash",
      ["'user --name=ann' is dropped: debian-13.yaml:16:1 takes its place"]
    ),
    (
      "user --groups=wheel --name ann", "user --name=ann --lock --shell=/bin/bash",
      ["'user' is dropped: debian-13.yaml:16:1 takes its place"]
    ),
    (
      "repo --name=baseos --baseurl=http://a.example.org", "url --url=@KILN_MIRROR@/9.6/BaseOS/x86_64/os",
      ["'repo --name=baseos' is dropped: debian-13.yaml:42:1 takes its place"]
    ),
    ("halt", "poweroff", ["'halt' is dropped: an install ends by 'poweroff'"]),
    ("graphical", "cmdline", ["'graphical' is dropped: nobody looks at the installer"]),
  ]) func onlyWhatIsSetIsReplaced(_ line: String, _ expected: String, _ warnings: [String]) throws {
    let (commands, found) = try rendered(line + "\n") {
      $0.install.kernelArguments = line.contains("append") ? [at(8, "quiet")] : []
      $0.install.users = [
        at(16, User(name: "ann", fullName: "", groups: [], sudo: false, authorizedKeys: []))
      ]
    }
    let merged =
      line.contains("'a b'") ? expected.replacing("--append=quiet", with: "'--append=a b quiet'") : expected
    #expect(commands.contains(merged), "\(commands)")
    if line != expected { #expect(!commands.contains(line)) }
    #expect(found == warnings.map { "a.ks:1:1: \($0)" })
  }

  /// What nobody has set says how the file's own value is kept.
  @Test(arguments: [
    ("lang cs_CZ.UTF-8", "'lang cs_CZ.UTF-8'", "the default en_US.UTF-8", "install.locale: cs_CZ.UTF-8"),
    ("keyboard --xlayouts=de", "'keyboard --xlayouts=de'", "the default us", "install.keyboard: de"),
    ("keyboard --xlayouts=de,us", "'keyboard --xlayouts=de,us'", "the default us", "install.keyboard"),
    (
      "timezone Europe/Berlin", "'timezone Europe/Berlin'", "the default UTC",
      "install.timezone: Europe/Berlin"
    ),
    (
      "network --hostname=x", "'network --hostname=x'", "the default debian", "install.hostname: x"
    ),
  ]) func aDefaultSaysHowToKeepWhatItReplaces(
    _ line: String, _ what: String, _ winner: String, _ setting: String
  ) throws {
    let (_, found) = try rendered(line + "\n") {
      $0.install.locale.origin = .standard
      $0.install.keyboard.origin = .standard
      $0.install.timezone.origin = .standard
      $0.install.hostname.origin = .standard
    }
    #expect(found == ["a.ks:1:1: \(what) is dropped: \(winner) takes its place; to keep it, set \(setting)"])
  }

  @Test func nothingTakesTheEndBack() throws {
    let included = "cmdline\npoweroff\n%include /tmp/x\n%pre\necho reboot > /tmp/x\n%end\n"
    let (commands, _) = try rendered(included) { $0.install.raw = [at(8, "reboot"), at(9, "text")] }
    #expect(!commands.contains("reboot") && !commands.contains("text"))
    let include = try #require(commands.firstIndex(of: "%include /tmp/x"))
    #expect(commands[include...].contains("poweroff") && commands[include...].contains("cmdline"))
    #expect(commands.count { $0 == "poweroff" } == 1)
  }

  @Test(arguments: [false, true]) func nothingIncludedAfterTheSectionsDoes(_ isRaw: Bool) throws {
    let script = "%pre\necho reboot > /tmp/x\n%end\n%include /tmp/x\n"
    let (commands, _) = try rendered(isRaw ? "poweroff\n" : script) {
      if isRaw { $0.install.raw = [at(8, script)] }
    }
    let include = try #require(commands.firstIndex(of: "%include /tmp/x"))
    #expect(commands[include...].contains("poweroff") && commands[include...].contains("cmdline"))
    #expect(commands.count { $0 == "poweroff" } == 1)
  }

  /// An end that nobody wrote tells no two systems apart.
  @Test func theEndIsInNoKey() throws {
    let key = try render(rocky()).keyText
    #expect(!key.contains("\npoweroff\n") && !key.contains("\ncmdline\n"))
    let written = rocky { $0.installer.booted.answers = kickstartPartial("poweroff\n") }
    #expect(try render(written).keyText.contains("poweroff\n"))
  }

  @Test func rawLinesThatReplaceALineOfTheFileSaySo() throws {
    let (commands, warnings) = try rendered("selinux --permissive\n") {
      $0.install.raw = [at(8, "selinux --enforcing")]
    }
    #expect(commands.contains("selinux --enforcing") && !commands.contains("selinux --permissive"))
    #expect(warnings == ["a.ks:1:1: 'selinux' is dropped: debian-13.yaml:8:1 takes its place"])
  }

  @Test func problemsStandInTheOrderOfLines() {
    let lines = Array(repeating: "#", count: 7).joined(separator: "\n")
    let found = problems(
      rocky { $0.installer.booted.answers = kickstartPartial("lang en_US.UTF-8\nfoo\n\(lines)\nbar\nquux\n") }
    )
    #expect(found.map { $0.split(separator: ":")[1] } == ["2", "10", "11"])
  }
}
