import Diagnostics
import Recipes
import Testing

@testable import AnswerFiles

/// The lines of the file that answer a question, those that continue it included.
private func lines(_ file: AnswerFile, _ question: String) -> [AnswerFile.Line] {
  guard let first = file.lines.firstIndex(where: { $0.text.contains(" \(question) ") }) else { return [] }
  let last = file.lines[first...].firstIndex { !$0.text.hasSuffix("\\") } ?? first
  return Array(file.lines[first...last])
}

@Suite struct RenderTests {
  @Test func answersEverySettingAndSaysFromWhere() throws {
    let file = try render(debian())
    #expect(
      file.lines.prefix(19).map { "\($0.origin) | \($0.text)" } == [
        "debian-13.yaml:2:1 | d-i debian-installer/locale string en_US.UTF-8",
        "debian-13.yaml:3:1 | d-i keyboard-configuration/xkb-keymap select us",
        "debian-13.yaml:4:1 | d-i time/zone string UTC",
        "debian-13.yaml:5:1 | d-i netcfg/get_hostname string debian",
        "debian-13.yaml:5:1 | d-i netcfg/get_domain string",
        "default | d-i mirror/country string manual",
        "default | d-i mirror/protocol string http",
        "default | d-i mirror/http/hostname string @KILN_MIRROR_HOST@",
        "default | d-i mirror/http/directory string @KILN_MIRROR_DIRECTORY@",
        "default | d-i mirror/http/proxy string @KILN_PROXY@",
        "default | d-i mirror/suite string trixie",
        "default | d-i partman-auto/method string regular",
        "default | d-i partman-auto/disk string /dev/vda",
        "default | d-i grub-installer/bootdev string /dev/vda",
        "debian-13.yaml:6:1 | d-i partman-partitioning/default_label string gpt",
        #"debian-13.yaml:6:1 | d-i partman-auto/expert_recipe string \"#,
        #"debian-13.yaml:6:1 |   kiln :: \"#,
        #"debian-13.yaml:6:1 |   1 1 1 free method{ biosgrub } . \"#,
        "debian-13.yaml:7:1 |   1075 2075 -1 ext4 method{ format } format{ } use_filesystem{ }"
          + " filesystem{ ext4 } mountpoint{ / } .",
      ])
  }

  @Test func aSettingTakesThePlaceOfThePartialLine() throws {
    let file = try render(
      debian {
        $0.installer.booted.answers = partial("d-i time/zone string Mars/Base\n# after\nd-i x/y note\n")
      })
    #expect(
      file.lines.prefix(3).map { "\($0.origin) | \($0.text)" } == [
        "debian-13.yaml:4:1 | d-i time/zone string UTC",
        "debian.preseed:2:1 | # after",
        "debian.preseed:3:1 | d-i x/y note",
      ])
    #expect(!file.keyText.contains("Mars"))
  }

  @Test func anotherOwnersQuestionIsAnother() throws {
    let file = try render(
      debian { $0.installer.booted.answers = partial("other other/zone string Mars/Base\n") })
    #expect(file.lines.first?.text == "other other/zone string Mars/Base")
    let same = try render(
      debian { $0.installer.booted.answers = partial("other time/zone string Mars/Base\n") })
    #expect(!same.lines.contains { $0.text.contains("Mars") })
    #expect(file.lines.contains { $0.text == "d-i time/zone string UTC" })
  }

  @Test func packagesFollowThoseOfThePartialFileOnceEach() throws {
    let file = try render(
      debian {
        $0.installer.booted.answers = partial("d-i base-installer/includes string grub-pc zstd\n")
        $0.install.packages = [at(8, "nginx-light"), at(9, "zstd"), at(10, "nginx-light")]
      })
    #expect(
      lines(file, "base-installer/includes").map { "\($0.origin) | \($0.text)" } == [
        #"debian.preseed:1:1 | d-i base-installer/includes string \"#,
        #"debian.preseed:1:1 |   grub-pc zstd \"#,
        #"debian-13.yaml:8:1 |   nginx-light \"#,
        #"debian-13.yaml:2:1 |   locales \"#,
        "default |   @KILN_PACKAGES@",
      ])
    #expect(file.packages == ["grub-pc", "zstd", "nginx-light", "locales"])
  }

  @Test func settingsBringThePackagesThatTheyNeed() throws {
    let user = User(name: "a", fullName: "", groups: [], sudo: true, authorizedKeys: [])
    let file = try render(
      debian {
        $0.install.locale = at(2, "C.UTF-8")
        $0.install.keyboard = at(3, "cz")
        $0.install.users = [at(8, user)]
      })
    #expect(file.packages == ["console-setup", "sudo"])
  }

  @Test func rawLinesComeLastAndWin() throws {
    let file = try render(
      debian {
        $0.installer.booted.answers = partial("d-i a/b string old\n")
        $0.install.raw = [at(8, "# ours\nd-i a/b string new"), at(9, "d-i time/zone string Europe/Prague")]
      })
    #expect(
      file.lines.suffix(3).map { "\($0.origin) | \($0.text)" } == [
        "debian-13.yaml:8:1 | # ours", "debian-13.yaml:8:1 | d-i a/b string new",
        "debian-13.yaml:9:1 | d-i time/zone string Europe/Prague",
      ])
    #expect(file.lines.count { $0.text.contains("time/zone string") } == 1)
    #expect(!file.keyText.contains("old"))
  }

  @Test func givenCommandsRunBesidesOurs() throws {
    let file = try render(
      debian {
        $0.installer.booted.answers = partial(
          "d-i preseed/late_command string in-target true # it's\n# after\n")
        $0.install.raw = [
          at(8, "d-i preseed/late_command string sync"),
          at(9, "d-i preseed/early_command string modprobe loop"),
        ]
      })
    let late = lines(file, "preseed/late_command")
    #expect(late.first?.text == #"d-i preseed/late_command string \"#)
    #expect(
      late.suffix(2).map { "\($0.origin) | \($0.text)" } == [
        #"debian.preseed:1:1 |   at=8; sh -c 'in-target true # it'\''s'; \"#,
        "debian-13.yaml:8:1 |   at=9; sh -c 'sync';",
      ])
    #expect(lines(file, "preseed/early_command").last?.text == "  sh -c 'modprobe loop';")
    #expect(file.lines.count { $0.text.contains("preseed/late_command") } == 1)
    #expect(file.lines.first == late.first)
  }

  @Test func theDiskThatHoldsTheSystemIsNamed() throws {
    let file = try render(
      debian { $0.hardware.disks.insert(Hardware.Disk(name: "data", size: 1 << 30, role: .data), at: 0) })
    #expect(file.lines.contains { $0.text == "d-i partman-auto/disk string /dev/vdb" })
    #expect(file.lines.contains { $0.text == "d-i grub-installer/bootdev string /dev/vdb" })
  }

  /// What is fetched is signed; a port of https speaks no http.
  @Test(
    arguments: [
      ("https://mirror.example.org/debian", nil), ("http://mirror.example.org:8080/debian", nil),
      (
        "https://mirror.example.org:8443/debian",
        "debian-13.yaml:13:1: mirror: debian-installer asks over http, and 'https://mirror.example.org:8443/debian'"
          + " is a port of https; name one of http"
      ),
    ] as [(HTTPAddress, String?)])
  func aMirrorThatTheInstallerCannotAskIsRefused(mirror: HTTPAddress, message: String?) {
    #expect(problems(debian { $0.install.mirror = at(13, mirror) }) == [message].compactMap(\.self))
  }

  @Test func whatIsRenderedReadsBackTheSame() throws {
    let file = try render(try everything())
    var problems: [Diagnostic] = []
    let preseed = PreseedParser.parse(file.text(filling: [:]), &problems) { _, _ in .standard }
    #expect(problems.isEmpty)
    #expect(preseed.lines.map(\.text) == file.lines.map(\.text))
  }

  @Test func mistakesOfAllSourcesAreReportedTogether() {
    let found = problems(
      debian {
        $0.installer.booted.answers = partial("\nd-i a/b\n")
        $0.install.raw = [at(8, "nonsense")]
        $0.install.packages = [at(9, "nginx=1.2")]
        $0.hardware.disks = []
      })
    #expect(
      found == [
        "debian-13.yaml:6:1: storage: none of the first 26 disks has the role 'system'",
        "debian-13.yaml:8:1: expected 'owner question type value'",
        "debian-13.yaml:9:1: packages: 'nginx=1.2' is not the bare name of a package, which is all that can be"
          + " installed with the base system",
        "debian.preseed:2:8: expected 'owner question type value'",
      ])
  }

  @Test func mediaWithoutASuiteNeedTheReleases() {
    let file = Installer.MediaFile(addresses: ["/boot/vmlinuz"], check: .sha256(""))
    #expect(
      problems(
        debian {
          $0.installer.booted.media = .debianInstaller(.files(.direct(.init(kernel: file, initrd: file))))
          $0.system.codename = ""
        }) == ["os.codename: debian-installer needs the suite of the release, such as trixie"])
  }

  @Test func mediaWithoutAMirrorNeedOne() {
    let file = Installer.MediaFile(addresses: ["/boot/vmlinuz"], check: .sha256(""))
    #expect(
      problems(
        debian {
          $0.installer.booted.media = .debianInstaller(.files(.direct(.init(kernel: file, initrd: file))))
          $0.installer.booted.mirrors = []
        }) == [
          "mirror: not set, and media given file by file name none; the finished image needs one"
        ])
  }
}
