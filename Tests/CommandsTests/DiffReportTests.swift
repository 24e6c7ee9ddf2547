import Console
import Foundation
import Images
import Testing

@testable import Commands

/// What `diff`, `notes` and `size` make of what they found.
@Suite struct DiffReportTests {
  /// One of everything: a package with its changelog, a file, a text, a user, something generated.
  static let diff: ImageDiff = {
    var before = ImageContents(files: [
      "/": ContentsFile(kind: .folder, mode: 0o755),
      "/etc/motd": ContentsFile(kind: .file, mode: 0o644, size: 6, digest: "a"),
      "/srv/index.html": ContentsFile(kind: .file, mode: 0o644, size: 612, digest: "b"),
      "/var/log/a": ContentsFile(kind: .file, mode: 0o644, size: 1, digest: "c"),
    ])
    before.packageFormat = "deb"
    before.texts = ["/etc/motd": "hello\n", "/etc/passwd": "root:x:0:0::/root:/bin/sh\n"]
    before.packages = [ContentsPackage(name: "nginx", version: "1.26-2", architecture: "amd64", files: [])]
    var after = before
    after.texts = ["/etc/motd": "<b>\n", "/etc/passwd": "root:x:0:0::/root:/bin/sh\neve:x:1:1::/:/bin/sh\n"]
    after.files["/etc/motd"]?.digest = "d"
    after.files["/srv/index.html"] = ContentsFile(kind: .file, mode: 0o600, size: 640, digest: "e")
    after.files["/var/log/a"]?.digest = "f"
    after.files["/usr/bin/htop"] = ContentsFile(kind: .file, mode: 0o755, size: 380_928, digest: "g")
    after.packages.append(
      ContentsPackage(name: "htop", version: "3.4-5", architecture: "amd64", files: ["/usr/bin/htop"]))
    return ImageDiff(
      DiffSide(title: "image web-1.0.0", contents: before),
      DiffSide(title: "image web-1.1.0", contents: after))
  }()

  @Test func textTellsAllOfIt() {
    let text = DiffReport(diff: Self.diff).text(
      on: Terminal(isTerminal: false, environment: ["LANG": "C.UTF-8"]))
    #expect(
      text
        == """
        image web-1.0.0 → image web-1.1.0

           PACKAGES
        +  htop      3.4-5; +372 KiB

           FILES
        ~  /srv/index.html  +28 B; content; mode 0644 → 0600

           CONFIGURATION FILES
        ~  /etc/motd            content

           /etc/motd
           @@ -1 +1 @@
           -hello
           +<b>

           USERS
        +  eve    number 1, group 1, /, /bin/sh

           LISTENING PORTS
           not tested: image web-1.0.0
           not tested: image web-1.1.0

           KNOWN VULNERABILITIES
           not audited: no vulnerability data are named

           TESTS
           not tested: image web-1.0.0
           not tested: image web-1.1.0

           SIZE BY FOLDER
        ~  /srv            +28 B
        +  /usr/bin        +372 KiB

           RECIPE CHAIN
           not recorded of image web-1.0.0
           not recorded of image web-1.1.0

           ANSWER FILE
           not recorded of image web-1.0.0
           not recorded of image web-1.1.0

        Besides, 1 file that every build writes again:
           logs 1

        """)
  }

  @Test func textFitsANarrowTerminal() {
    let terminal = Terminal(isTerminal: true, width: 50, environment: ["LANG": "C.UTF-8", "TERM": "dumb"])
    let lines = DiffReport(diff: Self.diff).text(on: terminal).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 50 })
  }

  @Test func notesAreMarkdown() {
    #expect(
      ReleaseNotes(diff: Self.diff).markdown == """
        # image web-1.1.0

        Changes since image web-1.0.0.

        ## Packages

        - added: `htop`: 3.4-5; +372 KiB

        ## Files

        - `/srv/index.html`: +28 B; content; mode 0644 → 0600

        ## Configuration files

        - `/etc/motd`: content

          ```diff
          @@ -1 +1 @@
          -hello
          +<b>
          ```


        ## Users

        - added: `eve`: number 1, group 1, /, /bin/sh

        """)
  }

  @Test func aPageAsksForNothingAndEscapesAll() {
    let html = DiffPage(Self.diff).html
    #expect(html.contains("default-src &#39;none&#39;"))
    #expect(html.contains("<span class=\"added\">+&lt;b&gt;\n</span>"))
    #expect(!html.contains("<script") && !html.contains("http:") && !html.contains("https:"))
  }

  @Test func jsonIsAsItsSchemaSays() async throws {
    let program = try Program()
    let side = DiffSide(
      title: "web",
      contents: ImageContents(
        files: ["/usr/bin/a": ContentsFile(kind: .file, mode: 0o755, size: 5)],
        packages: [ContentsPackage(name: "a", version: "1", architecture: "", files: ["/usr/bin/a"])]))
    let terminal = Terminal(isTerminal: false, environment: [:])
    try program.write("diff.json", try render(DiffReport(diff: Self.diff), as: .json, on: terminal))
    try program.write("size.json", try render(SizeReport(side, before: nil), as: .json, on: terminal))
    try program.write("sizes.json", try render(SizeReport(side, before: side), as: .json, on: terminal))
    let pairs = ["diff", "diff.json", "size", "size.json", "size", "sizes.json"]
    #expect(try await JSONOutputTests.faults(pairs, in: program.folder) == "")
  }

  @Test func sizeTellsFoldersAndPackages() {
    func side(_ size: UInt64) -> DiffSide {
      DiffSide(
        title: "web \(size)",
        contents: ImageContents(
          files: [
            "/usr/bin/a": ContentsFile(kind: .file, mode: 0o755, size: size),
            "/usr/bin/b": ContentsFile(kind: .file, mode: 0o755, size: size, sameAs: "/usr/bin/a"),
            "/srv/x": ContentsFile(kind: .file, mode: 0o644, size: 1024),
          ], packages: [ContentsPackage(name: "a", version: "1", architecture: "", files: ["/usr/bin/a"])]))
    }
    let terminal = Terminal(isTerminal: false, environment: [:])
    #expect(
      SizeReport(side(4096), before: side(2048)).text(on: terminal)
        == """
        web 4096, against web 2048
        FOLDER      SIZE  CHANGE
        /usr/bin   4 KiB  +2 KiB
        /srv       1 KiB
        all files  5 KiB  +2 KiB

        PACKAGE        SIZE  CHANGE
        a             4 KiB  +2 KiB
        no package's  1 KiB

        """)
  }
}
