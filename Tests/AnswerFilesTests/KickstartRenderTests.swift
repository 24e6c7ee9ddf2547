import Diagnostics
import Recipes
import Testing
import Text

@testable import AnswerFiles

@Suite struct KickstartRenderTests {
  @Test func answersEverySettingAndSaysFromWhere() throws {
    let file = try render(rocky())
    #expect(file.name == "ks.cfg")
    #expect(
      file.lines.prefix(17).map { "\($0.origin) | \($0.text)" } == [
        "debian-13.yaml:2:1 | lang en_US.UTF-8",
        "debian-13.yaml:3:1 | keyboard --xlayouts=us",
        "debian-13.yaml:4:1 | timezone UTC --utc",
        "debian-13.yaml:40:1 | url --url=@KILN_MIRROR@/9.6/BaseOS/x86_64/os",
        "debian-13.yaml:41:1 | repo --name=appstream --baseurl=@KILN_MIRROR@/9.6/AppStream/x86_64/os",
        "debian-13.yaml:6:1 | ignoredisk --only-use=vda",
        "debian-13.yaml:6:1 | zerombr",
        "debian-13.yaml:6:1 | clearpart --all --initlabel --disklabel=gpt --drives=vda",
        "debian-13.yaml:6:1 | part biosboot --fstype=biosboot --size=1 --ondisk=vda",
        "debian-13.yaml:7:1 | part / --fstype=ext4 --size=1024 --grow --ondisk=vda",
        "default | bootloader --boot-drive=vda",
        "default | rootpw --lock",
        "debian-13.yaml:5:1 | network --bootproto=dhcp --device=link --activate --hostname=debian",
        "default | cmdline", "default | poweroff", "default | %pre",
        "default | cat > /tmp/kiln-report <<'EOF'",
      ])
  }

  @Test func theInstallerIsToldWhereItsFilesAre() throws {
    #expect(
      try render(rocky()).bootArguments == [
        "inst.ks=@KILN_ANSWERS@", "inst.cmdline", "inst.nosave=all", "ip=dhcp", "inst.stage2=cdrom",
        "console=ttyS0",
      ])
    let file = Installer.MediaFile(addresses: [], check: .sha256(""))
    let direct = rocky { $0.installer.booted.media = .anaconda(.direct(.init(kernel: file, initrd: file))) }
    #expect(
      try render(direct).bootArguments.contains("inst.stage2=@KILN_MIRROR@/9.6/BaseOS/x86_64/os"))
  }

  @Test func aCommandTakesThePlaceOfThePartialOne() throws {
    let file = try render(
      rocky {
        $0.installer.booted.answers = kickstartPartial(
          "# a\nlang x\nbootloader --timeout=1\n# b\n%packages\n%end\n")
      })
    let lines = file.lines.map { "\($0.origin) | \($0.text)" }
    #expect(
      lines.prefix(3) == [
        "a.ks:1:1 | # a", "debian-13.yaml:2:1 | lang en_US.UTF-8",
        "default | bootloader --boot-drive=vda --timeout=1",
      ])
    #expect(
      lines.suffix(6) == [
        "a.ks:4:1 | # b", "a.ks:5:1 | %packages", "a.ks:6:1 | %end", "default | %post --nochroot",
        "default | /tmp/kiln-report finished", "default | %end",
      ])
  }

  @Test func packagesFollowThoseOfThePartialFileOnceEach() throws {
    let file = try render(
      rocky {
        $0.installer.booted.answers = kickstartPartial("%packages\n@core\n-b\n# c\n%end\n")
        $0.install.packages = [at(8, "vim"), at(9, "@core"), at(10, "NetworkManager-wifi"), at(11, "vim")]
      })
    #expect(file.packages == ["@core", "vim", "NetworkManager-wifi"])
    #expect(
      try bodies(rocky { $0.install.packages = [at(8, "vim")] }, "%packages") == ["vim\n"])
  }

  @Test func rawLinesComeLastAndWin() throws {
    let file = try render(
      rocky {
        $0.install.raw = [at(8, "lang cs_CZ.UTF-8"), at(9, "%post"), at(9, "date"), at(10, "%end")]
      })
    #expect(
      file.lines.suffix(7).prefix(4).map { "\($0.origin) | \($0.text)" } == [
        "debian-13.yaml:8:1 | lang cs_CZ.UTF-8", "debian-13.yaml:9:1 | %post", "debian-13.yaml:9:1 | date",
        "debian-13.yaml:10:1 | %end",
      ])
    #expect(file.lines.count { $0.text.hasPrefix("lang ") } == 1)
  }

  @Test func theKeyLeavesOutCommentsButNotThoseInScripts() throws {
    let partial = kickstartPartial("# a\n%packages\n# b\n%end\n%post\n# c\n\n%end\n")
    let key = try render(rocky { $0.installer.booted.answers = partial }).keyText
    #expect(!key.contains("# a\n") && !key.contains("# b\n"))
    #expect(key.contains("%post\n# c\n\n%end\n"))
    #expect(key.contains("#!/bin/sh\n"))
  }

  @Test func timeServersAreToldAsTheVersionReadsThem() throws {
    func lines(_ release: String) throws -> [String] {
      try texts(rocky(release) { $0.install.timeServers = [at(8, "a.example.org"), at(9, "b.example.org")] })
        .filter { $0.hasPrefix("time") }
    }
    #expect(try lines("8.10") == ["timezone UTC --utc --ntpservers=a.example.org,b.example.org"])
    #expect(
      try lines("9.6") == [
        "timezone UTC --utc", "timesource --ntp-server=a.example.org",
        "timesource --ntp-server=b.example.org",
      ])
  }

  @Test func accountsHaveKeysAndNoPasswords() throws {
    func appliance(_ release: String) -> Appliance {
      rocky(release) {
        $0.install.authorizedKeys = [at(15, key("root's"))]
        $0.install.users = [
          at(
            16,
            User(
              name: "ann", fullName: "Ann O'Hara", groups: ["adm"], sudo: true,
              authorizedKeys: [key("ann")]))
        ]
      }
    }
    let lines = try texts(appliance("9.6"))
    #expect(lines.contains("sshkey --username=root \(shellWord(key("root's").text))"))
    #expect(lines.contains("sshkey --username=ann \(shellWord(key("ann").text))"))
    #expect(lines.contains(#"user --name=ann --lock --shell=/bin/bash '--gecos=Ann O'\''Hara' --groups=adm"#))
    #expect(lines.contains("ann ALL=(ALL) NOPASSWD: ALL"))
    let old = try texts(appliance("7.9"))
    #expect(!old.contains { $0.hasPrefix("sshkey") })
    #expect(old.contains("group --name=adm"))
    #expect(old.contains("cat > /home/ann/.ssh/authorized_keys <<'EOF'"))
    #expect(old.contains("cat > /root/.ssh/authorized_keys <<'EOF'"))
  }

  @Test func kernelArgumentsAndConsoleReachTheBootLoader() throws {
    let lines = try texts(
      rocky {
        $0.install.kernelArguments = [at(8, "quiet")]
        $0.install.serialConsole = at(9, "ttyS0,115200")
      })
    #expect(
      lines.contains("bootloader --boot-drive=vda '--append=quiet console=tty0 console=ttyS0,115200'"))
  }

  @Test func theProxyIsForTheInstallerAndTheFinishedImage() throws {
    let lines = try texts(rocky { $0.install.proxy = at(8, "http://proxy.example.org:3128") })
    #expect(lines.count { $0.hasSuffix(" --proxy=@KILN_PROXY@") } == 2)
    #expect(lines.contains("at=2; echo 'proxy=http://proxy.example.org:3128' >> /etc/dnf/dnf.conf"))
  }

  @Test func theFinishedImageAsksTheChosenMirrorAlone() throws {
    #expect(try !texts(rocky()).contains { $0.contains("yum.repos.d") })
    let edits = try texts(rocky { $0.install.mirror = at(8, "http://m.example.org/r/") })
      .filter { $0.contains("yum.repos.d") }
    #expect(
      edits.last
        == #"at=3; sed -i -e '/^\[baseos\]/,/^\[/ s/^\(baseurl\|mirrorlist\|metalink\)=/#&/'"#
        + #" -e '/^\[baseos\]/ a baseurl=http://m.example.org/r/$releasever/BaseOS/x86_64/os' /etc/yum.repos.d/*.repo"#
    )
  }

  @Test func certificatesAndSearchDomainsAreWritten() throws {
    let lines = try texts(
      rocky {
        $0.install.certificates = [at(8, Certificate(name: "ours", text: "-----BEGIN\nAB=\n-----END\n"))]
        $0.install.searchDomains = [at(9, "a.example.org"), at(10, "example.org")]
      })
    let file = "cat > /etc/pki/ca-trust/source/anchors/ours.pem <<'EOF'"
    let start = try #require(lines.firstIndex(of: file))
    #expect(lines[start...].dropFirst().prefix(4) == ["-----BEGIN", "AB=", "-----END", "EOF"])
    #expect(lines.contains { $0.hasSuffix("; update-ca-trust extract") })
    #expect(lines.contains("dns-search=a.example.org;example.org;"))
  }

  @Test func whatIsRenderedReadsBackTheSame() throws {
    let file = try render(rocky { $0.install.packages = [at(8, "vim")] })
    let version = try #require(KickstartVersion(rocky().system))
    var problems: [Diagnostic] = []
    let kickstart = KickstartParser.parse(file.text(filling: [:]), version, &problems) { _, _ in .standard }
      .kickstart
    #expect(problems.isEmpty)
    #expect(kickstart.lines.map(\.text) == file.lines.map(\.text))
  }

  @Test func mistakesOfAllSourcesAreReportedTogether() {
    let found = problems(
      rocky {
        $0.installer.booted.answers = kickstartPartial("lnag\n")
        $0.installer.booted.tree = nil
        $0.install.packages = [at(10, "a/b")]
        $0.install.raw = [at(8, "text"), at(11, "nonsense")]
      })
    #expect(
      found == [
        "installer: anaconda needs 'tree', the path of its packages below the mirror",
        "a.ks:1:1: unknown command 'lnag' (did you mean 'lang'?)",
        "debian-13.yaml:10:1: packages: 'a/b' is not the name of a package, or @ and the name of a group, as Anaconda"
          + " wants it",
        "debian-13.yaml:11:1: unknown command 'nonsense'",
      ])
  }

  @Test func noFileEndsItsSection() {
    let found = problems(
      rocky { $0.install.certificates = [at(12, Certificate(name: "c", text: "a\n%end\n"))] })
    #expect(
      found == [
        "debian-13.yaml:12:1: kickstart cannot carry a line 'EOF', or one that begins with '%', into"
          + " '/etc/pki/ca-trust/source/anchors/c.pem'"
      ])
  }

  @Test func aProxyNeedsTheInstallerOnACD() {
    let file = Installer.MediaFile(addresses: [], check: .sha256(""))
    let found = problems(
      rocky {
        $0.installer.booted.media = .anaconda(.direct(.init(kernel: file, initrd: file)))
        $0.install.proxy = at(8, "http://proxy.example.org:3128")
      })
    #expect(
      found == [
        "debian-13.yaml:8:1: proxy: anaconda would fetch its answer file through it too; give the installer as a CD"
          + " image ('iso')"
      ])
  }
}
