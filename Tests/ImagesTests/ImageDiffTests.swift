import Foundation
import Recipes
import Testing
@testable import Images

@Suite struct ImageDiffTests {
  /// A Debian system of a few files, as a reader would hand them on.
  struct System {
    var files: [String: (file: ContentsFile, text: String)] = [:]
    var packages:
      [(name: String, version: String, paths: [String], settings: [String: String], script: String)] = []

    init() {
      put("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n")
      put("/etc/group", "root:x:0:\nadm:x:4:\n")
      put("/etc/shadow", "root:*:1::::::\nwww-data:!:1::::::\n", mode: 0o640)
      put("/etc/motd", "hello\n")
      put("/var/www/index.html", "one")
      put("/var/log/dpkg.log", "a")
      put(
        "/boot/grub/grub.cfg",
        "menuentry 'Debian' {\n linux /vmlinuz root=UUID=0b9f1f6e-8a5e-4b7c-9d57-0e0b9f1f6e8a ro\n}\n")
      install("base", "1", ["/usr/bin/base"], settings: ["/etc/base.conf": "plain\n"])
    }

    mutating func put(_ path: String, _ text: String, mode: UInt16 = 0o644, user: Int64 = 0) {
      let file = ContentsFile(
        kind: .file, mode: mode, user: user, size: UInt64(text.utf8.count), digest: "digest of \(text)")
      files[path] = (file, text)
    }

    mutating func link(_ path: String, to target: String) {
      files[path] = (ContentsFile(kind: .link, mode: 0o777, target: target), "")
    }

    mutating func folder(_ path: String) { files[path] = (ContentsFile(kind: .folder, mode: 0o755), "") }

    mutating func install(
      _ name: String, _ version: String, _ paths: [String], settings: [String: String] = [:],
      script: String = ""
    ) {
      for path in paths { put(path, "\(name) \(version) \(path)") }
      for (path, text) in settings { put(path, text) }
      packages.removeAll { $0.name == name }
      packages.append((name, version, paths, settings, script))
    }

    /// A checksum is the text itself.
    func contents() -> ImageContents {
      var all = files
      func add(_ path: String, _ text: String) {
        all[path] = (ContentsFile(kind: .file, mode: 0o644, size: 1, digest: text), text)
      }
      add(
        "/var/lib/dpkg/status",
        packages.map { package in
          let settings = package.settings.keys.sorted().map {
            " \($0) \(Self.checksum(package.settings[$0] ?? ""))\n"
          }
          return
            "Package: \(package.name)\nStatus: install ok installed\nArchitecture: amd64\nInstalled-Size: 2\n"
            + "Version: \(package.version)\n" + (settings.isEmpty ? "" : "Conffiles:\n" + settings.joined())
            + "Description: x\n y\n\n"
        }.joined())
      for package in packages {
        let paths = ["/.", "/usr"] + package.paths + package.settings.keys
        add("/var/lib/dpkg/info/\(package.name).list", paths.map { "\($0)\n" }.joined())
        add("/var/lib/dpkg/info/\(package.name).postinst", package.script)
      }
      var builder = ContentsBuilder()
      for (path, entry) in all {
        let wanted = builder.wantsContent(of: path, entry.file)
        builder.add(
          entry.file, at: path, content: wanted ? Data(entry.text.utf8) : nil,
          checksum: wanted && builder.wantsChecksum(of: path) ? Self.checksum(entry.text) : nil)
      }
      return builder.contents(installed: [], format: "deb")
    }

    static func checksum(_ text: String) -> String { "\(text.utf8.reduce(0) { $0 &* 31 &+ Int($1) })" }
  }

  private func diff(only: Set<String>? = nil, _ change: (inout System) -> Void) -> ImageDiff {
    let before = System()
    var after = before
    change(&after)
    return ImageDiff(
      DiffSide(title: "a", contents: before.contents()), DiffSide(title: "b", contents: after.contents()),
      only: only)
  }

  /// Every change as a line: `SECTION KIND SUBJECT: NOTES`.
  private func lines(_ diff: ImageDiff) -> [String] {
    diff.sections.filter { $0.name != "size" }.flatMap { section in
      section.changes.map { change in
        let notes = change.notes.isEmpty ? "" : ": " + change.notes.joined(separator: "; ")
        return "\(section.name) \(change.kind.rawValue) \(change.subject)\(notes)"
      }
    }
  }

  @Test func tellsNothingOfTheSameSystem() {
    let found = diff { _ in }
    #expect(lines(found).isEmpty)
    #expect(!found.isDifferent)
    #expect(found.generated.isEmpty)
  }

  @Test func tellsOnePackageAndOneFileAndNoMore() {
    let found = diff {
      $0.install("htop", "3.4", ["/usr/bin/htop", "/usr/share/doc/htop/copyright"])
      $0.folder("/usr/share/doc/htop")
      $0.put("/var/www/index.html", "two")
      $0.put("/var/log/dpkg.log", "b")
      $0.put("/etc/ld.so.cache", "c")
      $0.put("/boot/initrd.img-6.12", "d")
    }
    #expect(lines(found) == ["packages added htop", "files changed /var/www/index.html: content"])
    #expect(found.isDifferent)
    #expect(found.generated == ["logs": 1, "caches": 1, "initramfs": 1, "state of the package manager": 3])
  }

  private static let cases: [(String, @Sendable (inout System) -> Void)] = [
    // What follows from a package is told with it.
    (
      "packages added redis: made by its scripts: /var/lib/redis/seed; added with it: redis (number 100, group 100, /var, /bin/false); "
        + "added with it: /usr/bin/redis-su (4755 0:0); added with it: redis.service (enabled for multi-user.target)",
      { system in
        system.install(
          "redis", "7", ["/usr/bin/redis", "/usr/bin/redis-su", "/usr/lib/systemd/system/redis.service"],
          settings: ["/etc/redis.conf": "port\n"], script: "adduser redis\ntouch /var/lib/redis/seed\n")
        system.put("/usr/bin/redis-su", "x", mode: 0o4755)
        system.put("/var/lib/redis/seed", "1")
        system.link(
          "/etc/systemd/system/multi-user.target.wants/redis.service",
          to: "/usr/lib/systemd/system/redis.service")
        system.put(
          "/etc/passwd",
          "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\nredis:x:100:100::/var:/bin/false\n"
        )
      }
    ),
    (
      "packages changed base: an older version than before",
      { $0.install("base", "1~rc1", ["/usr/bin/base"], settings: ["/etc/base.conf": "plain\n"]) }
    ),
    ("files changed /usr/bin/base: content; of package base", { $0.put("/usr/bin/base", "patched") }),
    (
      "files changed /var/www/index.html: mode 0644 → 0600; owner 0:0 → 33:0",
      { $0.put("/var/www/index.html", "one", mode: 0o600, user: 33) }
    ),
    (
      "files added /srv/data/empty",
      {
        $0.folder("/srv/data/empty"); $0.folder("/srv/data"); $0.folder("/srv")
      }
    ),
    ("settings changed /etc/motd: content", { $0.put("/etc/motd", "hello\nyou\n") }),
    ("settings changed /etc/base.conf: content; of package base", { $0.put("/etc/base.conf", "other\n") }),
    (
      "settings added /etc/key: not shown: it is not for everybody to read",
      { $0.put("/etc/key", "secret", mode: 0o600) }
    ),
    (
      "users added eve",
      {
        $0.put(
          "/etc/passwd",
          "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\neve:x:1:1::/:/bin/sh\n"
        )
      }
    ),
    ("users changed root", { $0.put("/etc/shadow", "root::1::::::\nwww-data:!:1::::::\n", mode: 0o640) }),
    ("groups changed adm", { $0.put("/etc/group", "root:x:0:\nadm:x:4:eve\n") }),
    (
      "services added base.service",
      {
        $0.link(
          "/etc/systemd/system/multi-user.target.wants/base.service",
          to: "/usr/lib/systemd/system/base.service")
      }
    ),
    (
      "kernel-arguments changed Debian",
      {
        $0.put(
          "/boot/grub/grub.cfg",
          "menuentry 'Debian' {\n linux /vmlinuz root=UUID=1b9f1f6e-8a5e-4b7c-9d57-0e0b9f1f6e8a ro quiet\n}\n"
        )
      }
    ),
  ]

  @Test(arguments: cases) func tells(_ line: String, _ change: @Sendable (inout System) -> Void) {
    #expect(lines(diff(change)) == [line])
  }

  /// A new file system has a new UUID: that is no change of what the kernel is told.
  @Test func takesIdentifiersForNoDifference() {
    let found = diff {
      $0.put(
        "/boot/grub/grub.cfg",
        "menuentry 'Debian' {\n linux /vmlinuz root=UUID=1b9f1f6e-8a5e-4b7c-9d57-0e0b9f1f6e8a ro\n}\n")
    }
    #expect(lines(found).isEmpty && found.generated == ["boot loader": 1])
  }

  @Test func tellsASettingThatWasChangedWithItsPackageNew() {
    let found = diff {
      $0.install("nginx", "1", ["/usr/sbin/nginx"], settings: ["/etc/nginx.conf": "plain\n"])
      $0.put("/etc/nginx.conf", "mine\n")
    }
    #expect(lines(found) == ["packages added nginx", "settings added /etc/nginx.conf: of package nginx"])
  }

  @Test func showsATextLineByLine() {
    let found = diff { $0.put("/etc/motd", "hello\nyou\n") }
    let patch = found.sections.first { $0.name == "settings" }?.changes.first?.patch
    #expect(patch == ["@@ -1 +1,2 @@", " hello", "+you"])
  }

  @Test func comparesWhatIsAskedForAlone() {
    let found = diff(only: ["users"]) { $0.put("/etc/motd", "x") }
    #expect(found.sections.map(\.name) == ["users"])
    #expect(!found.isDifferent)
  }

  @Test func tellsWhatDeterminedALayer() {
    let contents = System().contents()
    func side(_ key: String, _ inputs: [Input]?) -> DiffSide {
      DiffSide(
        title: key, contents: contents,
        layers: [.init(recipe: "web", work: .install, key: LayerKey(hex: key), inputs: inputs)])
    }
    let before = [Input("packages", "a"), Input("answers: d-i locale", "en")]
    let after = [Input("packages", "a b"), Input("answers: d-i locale", "cs")]
    let found = ImageDiff(side("1", before), side("2", after), only: ["recipes", "answers"])
    #expect(lines(found) == ["recipes changed web (installed): changed: packages", "answers changed web"])
    #expect(found.sections[1].changes.first?.patch == ["@@ -1 +1 @@", "-d-i locale en", "+d-i locale cs"])
    #expect(!found.isDifferent)
    let gone = ImageDiff(side("1", nil), side("2", after), only: ["answers"])
    #expect(gone.sections.first?.remarks == ["not recorded: the store no longer has layer 1"])
  }

  // MARK: - Records

  private static let boot = TestCase("boot", .boot, .passed, seconds: 40)
  private static let web = TestCase("http 80/", .http, .passed, seconds: 0.2, place: "web.yaml:9:5")

  private func report(
    _ tests: [TestCase], ports: [ListeningPort]? = nil, untested: [TestReport.Untested] = [],
    on accelerator: String = "kvm"
  ) -> TestReport {
    TestReport(
      of: DescribedImage(name: "web"), tests: tests, untested: untested, ports: ports,
      accelerator: accelerator)
  }

  private func diff(
    _ name: String, _ before: TestReport?, _ after: TestReport?
  ) -> (changes: [String], remarks: [String], isDifferent: Bool) {
    let contents = System().contents()
    let found = ImageDiff(
      DiffSide(title: "a", contents: contents, tests: before),
      DiffSide(title: "b", contents: contents, tests: after), only: [name])
    let lines = found.sections[0].changes.map { change in
      "\(change.kind.rawValue) \(change.subject): \(change.before ?? "-") → \(change.after ?? "-")"
        + (change.notes.isEmpty ? "" : ": \(change.notes.joined(separator: "; "))")
    }
    return (lines, found.sections[0].remarks, found.isDifferent)
  }

  @Test func tellsHowTestsWent() {
    let failed = TestCase("http 80/", .http, .failed, seconds: 9, message: "it is 500", place: "web.yaml:9:5")
    let clock = TestCase("clock", .system, .passed)
    let slow = TestCase("boot", .boot, .passed, seconds: 61.04)
    let cases: [([TestCase], [TestCase], [String])] = [
      ([Self.boot, Self.web], [Self.boot, Self.web], []),
      // A boot varies; and a twentieth of a second is nothing, though it is twice as much.
      (
        [Self.boot, Self.web],
        [TestCase("boot", .boot, .passed, seconds: 59), TestCase("http 80/", .http, .passed, seconds: 4)], []
      ),
      ([Self.boot], [slow], ["changed boot: passed in 40.0 s → passed in 61.0 s"]),
      (
        [slow], [Self.boot, clock],
        ["changed boot: passed in 61.0 s → passed in 40.0 s", "added clock: - → passed"]
      ),
      (
        [Self.boot, Self.web, clock], [Self.boot, failed],
        [
          "removed clock: passed → -",
          "changed http 80/: passed → failed: it is 500; asked for at web.yaml:9:5",
        ]
      ),
    ]
    for (before, after, changes) in cases {
      let found = diff("tests", report(before), report(after))
      #expect(found.changes == changes && found.remarks.isEmpty)
      // The systems are the same.
      #expect(!found.isDifferent)
    }
    let lost = diff(
      "tests", report([Self.boot, clock]),
      report([Self.boot], untested: [.init("clock", because: "nobody can log in")]))
    #expect(lost.changes == ["changed clock: passed → untested: nobody can log in"])
    let emulated = diff("tests", report([Self.boot]), report([slow], on: "tcg"))
    #expect(emulated.changes.isEmpty)
    #expect(emulated.remarks == ["times are not compared: the machines ran on kvm and tcg"])
  }

  @Test func tellsOnWhichPortsItListens() {
    let before = report(
      [Self.boot], ports: [ListeningPort(22, of: ["sshd"]), ListeningPort(25, of: ["exim4"])])
    let after = report(
      [Self.boot],
      ports: [
        ListeningPort(22, of: ["sshd", "systemd"]), ListeningPort(80, of: ["ng\u{202E}inx"]),
        ListeningPort(111),
      ])
    let found = diff("ports", before, after)
    #expect(
      found.changes == [
        "added 111/tcp: - → program unknown", "changed 22/tcp: sshd → sshd, systemd",
        "removed 25/tcp: exim4 → -",
        "added 80/tcp: - → ng inx",
      ])
    #expect(found.isDifferent)
    #expect(diff("ports", before, before) == ([], [], false))
  }

  /// What is not known is not the same.
  @Test func saysWhatIsNotRecorded() {
    let tested = report([Self.boot], ports: [])
    let skipped = TestReport(untested: DescribedImage(name: "web"), because: "--no-test")
    #expect(diff("tests", nil, tested).remarks == ["not tested: a"])
    #expect(diff("tests", skipped, nil).remarks == ["not tested: a (--no-test)", "not tested: b"])
    #expect(diff("ports", skipped, tested).remarks == ["not tested: a (--no-test)"])
    #expect(
      diff("ports", tested, report([Self.boot])).remarks == [
        "not recorded of b: its test could not look inside"
      ])
    #expect(
      diff("vulnerabilities", nil, nil).remarks == ["not audited: no vulnerability data are named"])
  }

  @Test func tellsVulnerabilitiesThatCameAndWent() {
    func side(_ all: [Vulnerability]) -> DiffSide {
      DiffSide(title: "a", contents: System().contents(), vulnerabilities: all)
    }
    let old = Vulnerability(id: "CVE-1", package: "tls", installed: "1", fixed: "2", severity: .high)
    let kept = Vulnerability(id: "CVE-2", package: "tls", installed: "1", severity: .low)
    var still = kept
    (still.installed, still.severity) = ("2", .critical)
    let new = Vulnerability(id: "CVE-3", package: "zip", installed: "3")
    let found = ImageDiff(side([old, kept]), side([new, still]), only: ["vulnerabilities"])
    #expect(
      found.sections[0].changes == [
        Change(.removed, "CVE-1 tls", before: "high, fixed in 2"),
        Change(.changed, "CVE-2 tls", before: "low, not fixed", after: "critical, not fixed"),
        Change(.added, "CVE-3 zip", after: "unknown, not fixed"),
      ])
    #expect(!found.isDifferent)
  }

  @Test func tellsLicences() {
    func side(_ packages: [ContentsPackage]) -> DiffSide {
      var contents = System().contents()
      contents.packages = packages
      return DiffSide(title: "a", contents: contents)
    }
    func package(_ name: String, _ license: String?, _ supplier: String? = nil) -> ContentsPackage {
      var package = ContentsPackage(name: name, version: "1", architecture: "amd64", files: [])
      (package.license, package.supplier) = (license, supplier)
      return package
    }
    let found = ImageDiff(
      side([package("a", "MIT"), package("b", "GPL-2.0-only"), package("c", "MIT", "Debian")]),
      side([
        package("a", "MIT"), package("b", "GPL-3.0-only"), package("c", "MIT", "Eve"),
        package("d", "GPL-3.0-only"),
      ]),
      only: ["sbom"])
    #expect(
      found.sections[0].changes == [
        Change(.removed, "GPL-2.0-only", before: "b"), Change(.added, "GPL-3.0-only", after: "b, d"),
        Change(.changed, "b", notes: ["licence GPL-2.0-only → GPL-3.0-only"]),
        Change(.changed, "c", notes: ["supplier Debian → Eve"]),
      ])
  }
}
