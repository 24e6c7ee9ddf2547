import Testing

@testable import Media

@Suite struct HostMirrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var list = ""
    var sources = ""
    var archive: String?
    var security: String?
  }

  static let cases = [
    Case(
      testDescription: "one-line entries",
      list: """
        # deb http://old.example.org/debian bookworm main
        deb http://mirror.example.org/debian/ bookworm main contrib # comment
        deb-src http://source.example.org/debian bookworm main
        deb http://security.example.org/debian-security bookworm-security main
        """,
      archive: "http://mirror.example.org/debian",
      security: "http://security.example.org/debian-security"),
    Case(
      testDescription: "options",
      list: """
        deb [ arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg ] http://a.example.org/debian bookworm main
        deb [arch=amd64]  http://b.example.org/debian bookworm/updates main
        """,
      archive: "http://a.example.org/debian", security: "http://b.example.org/debian"),
    Case(
      testDescription: "deb822",
      sources: """
        Types: deb deb-src
        URIs: http://mirror.example.org/debian
        # another
        Suites: bookworm bookworm-updates
        Components: main non-free-firmware
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: https://mirror.example.org/debian-security/
        Suites: bookworm-security
        Components: main
        """,
      archive: "http://mirror.example.org/debian", security: "https://mirror.example.org/debian-security"),
    Case(
      testDescription: "switched off",
      sources: """
        Enabled: no
        Types: deb
        URIs: http://off.example.org/debian
        Suites: bookworm
        Components: main
        """),
    Case(
      testDescription: "other people's archives",
      list: """
        deb http://no-main.example.org/debian bookworm stable
        deb [signed-by=/etc/apt/keyrings/other.gpg] http://other-key.example.org/debian bookworm main
        deb http://extras.example.org/tools bookworm main
        deb http://mirror.example.org/pub/debian bookworm main
        """,
      sources: """
        Types: deb
        URIs: http://inline-key.example.org/debian
        Suites: bookworm
        Components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         -----END PGP PUBLIC KEY BLOCK-----
        """,
      archive: "http://mirror.example.org/pub/debian"),
    Case(
      testDescription: "a mirror with a path of its own",
      list: "deb http://mirror.example.org/apt/ bookworm main", archive: "http://mirror.example.org/apt"),
    Case(
      testDescription: "schemes that are no mirror",
      list: """
        deb cdrom:[Debian GNU/Linux 12 _Bookworm_]/ bookworm main
        deb file:/srv/debian bookworm main
        deb mirror+file:/etc/apt/mirrors/debian.list bookworm main
        deb http://mirror.example.org/debian bookworm main
        """,
      archive: "http://mirror.example.org/debian"),
    Case(
      testDescription: "another release",
      list: "deb http://mirror.example.org/debian trixie main"),
    Case(testDescription: "nothing that makes sense", list: "deb\ndeb http://x\n[\ndeb [x", sources: "x\n y"),
  ]

  @Test(arguments: cases)
  func theDistributionsOwnArchivesArePicked(_ test: Case) {
    let sources =
      AptSource.oneLine(test.list, file: "a.list") + AptSource.deb822(test.sources, file: "b.sources")
    let mirror = HostMirror(sources, host: OSRelease(id: "debian", codename: "bookworm"))
    #expect(mirror?.archive.url == test.archive)
    #expect(mirror?.security?.url == test.security)
  }

  @Test(arguments: [
    ("ID=debian\nVERSION_CODENAME=bookworm\n", "debian", "bookworm"),
    ("# x\nID=\"ubuntu\"\nVERSION_CODENAME='noble'\n", "ubuntu", "noble"),
    ("ID=fedora\nnonsense\n", "fedora", ""),
  ])
  func osReleaseIsRead(text: String, id: String, codename: String) {
    #expect(OSRelease(text) == OSRelease(id: id, codename: codename))
  }

  @Test func theSetUpIsReadFromItsFiles() throws {
    let root = try TemporaryFolder()
    #expect(HostMirror.read(root: root.path) == nil)
    try root.write("ID=debian\nVERSION_CODENAME=trixie\n", to: "usr/lib/os-release")
    try root.write("deb http://ignored.example.org/debian trixie main", to: "etc/apt/sources.list.d/x.save")
    try root.write(
      "Types: deb\nURIs: mirror+file:/etc/apt/mirrors/debian.list\nSuites: trixie\nComponents: main\n",
      to: "etc/apt/sources.list.d/debian.sources")
    try root.write(
      "# best first\nhttps://one.example.org/debian\tpriority:1\nhttp://two.example.org/debian\n",
      to: "etc/apt/mirrors/debian.list")
    let mirror = HostMirror.read(root: root.path)
    #expect(mirror?.distribution == "debian")
    #expect(
      mirror?.archive
        == .init(
          url: "https://one.example.org/debian", file: "/etc/apt/sources.list.d/debian.sources"))
    try root.write("deb http://first.example.org/debian trixie main", to: "etc/apt/sources.list")
    #expect(
      HostMirror.read(root: root.path)?.archive
        == .init(url: "http://first.example.org/debian", file: "/etc/apt/sources.list"))
  }
}
