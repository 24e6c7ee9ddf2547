import Console
import Factory
import Foundation
import Subprocess
import Testing

@testable import Commands
@testable import Factory
@testable import Images

/// The report for people: as a page, and as text.
struct NightlyPageTests {
  private static let png =
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
    ?? Data()

  private func page(_ report: NightlyReport) -> String {
    NightlyPage(report, folder: "/var/lib/kiln/reports") { _ in Self.png }.html
  }

  /// `scripts/report-screenshots.sh` shows it in a browser.
  @Test func failuresComeFirstWithCauseAdviceAndScreen() throws {
    let html = page(.sample)
    if let path = ProcessInfo.processInfo.environment["KILN_WRITE_SAMPLE_PAGE"] {
      try Data(html.utf8).write(to: URL(fileURLWithPath: path))
    }
    let headings = html.matches(of: #/<h[123]>([^<]*)/#).map { $0.output.1 }
    #expect(
      headings == [
        "4 of 12 images failed; 2 were not built; 1 was not booted; 1 was refused by the policy;"
          + " 1 was not fully checked; 1 recipe file cannot be read", "Failures",
        "mail-3.0.1 ", "web-1.2.0 ",
        "wiki-1.0.0 ", "lab ", "Notices", "Timeline",
        "Images", "Findings", "Over the last runs",
        "Jobs",
      ])
    #expect(html.contains("<code>script-failed</code>"))
    #expect(html.contains("<b>Try: </b>read the step&#39;s last lines"))
    #expect(html.contains("src=\"data:image/png;base64,iVBOR"))
    #expect(
      html.contains(
        "href=\"../logs/web/web-provision.log\" title=\"/var/lib/kiln/logs/web/web-provision.log\">web-provision.log<"
      ))
  }

  @Test func nothingOnThePageCanBeFetched() {
    let html = page(.sample)
    let policy = "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:;"
    #expect(html.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)"))
    #expect(html.matches(of: #/(?:src|srcset|action|data|poster)="(?!data:)/#).isEmpty)
    #expect(html.matches(of: #/url\(|@import|<script|<iframe|<object|<form|https?:/#).isEmpty)
  }

  @Test func hostileNamesAndMessagesAreText() {
    let evil = "</pre><script>alert('x')</script>\"><img src=x onerror=alert(1)>"
    var report = NightlyReport.sample
    report.host = evil
    report.problems = [evil]
    report.notices = [evil]
    for index in report.appliances.indices {
      report.appliances[index].name = evil
      report.appliances[index].version = evil
      report.appliances[index].parent = evil
      report.appliances[index].reasons = [evil]
      report.appliances[index].logs = ["/\(evil)"]
      report.appliances[index].failure?.cause = evil
      report.appliances[index].failure?.message = evil
      report.appliances[index].failure?.lastLines = [evil]
      report.appliances[index].findings?.tests?.failed = [.init(name: evil, message: evil)]
      report.appliances[index].findings?.residue?.messages = [evil]
      report.appliances[index].findings?.sbom?.change = .init(
        since: evil, packages: PackageChanges(from: [evil: "1"], to: [:]),
        components: PackageChanges(from: [:], to: [:]))
      report.appliances[index].findings?.unchecked = [.init(.policy, because: evil)]
    }
    for index in report.jobs.indices { report.jobs[index].label = evil }
    let html = page(report)
    #expect(!html.contains("<script"))
    #expect(!html.contains("<img src=x"))
    #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
  }

  @Test func everyElementIsClosed() async throws {
    let check = """
      import html.parser, sys
      class Reader(html.parser.HTMLParser):
        open = []
        def handle_starttag(self, tag, attrs):
          if tag not in ("meta", "link", "img", "br"): self.open.append(tag)
        def handle_endtag(self, tag):
          assert self.open.pop() == tag, (tag, self.open, self.getpos())
      reader = Reader()
      reader.feed(sys.stdin.read())
      assert not reader.open, reader.open
      """
    try await checked(Command("/usr/bin/python3", ["-c", check]), input: Data(page(.sample).utf8))
  }

  @Test func theTextSaysTheSame() {
    let text = NightlySummary(report: .sample).text(on: Terminal(isTerminal: false, environment: [:]))
    #expect(
      text.hasPrefix(
        """
        4 of 12 images failed; 2 were not built; 1 was not booted; 1 was refused by the policy; 1 was not fully checked; \
        1 recipe file cannot be read.
        Nightly run of 2026-11-21 02:00 UTC, 51 min 23 s
        builder.example.org · Kiln 0.1.0 · QEMU 7.2.22 · libguestfs 1.48.6 · KVM

        /srv/recipes/draft.yaml:3:1: expected a mapping entry

        note: shop: whether it is outdated is unknown, and it is kept: its layer has no list of packages

        mail-3.0.1: the policy 'Grid site' does not admit the image: 1 of 9 rules not kept: root_login
          cause: policy-refused
          | /etc/kiln/policy.yaml:4:1: root_login failed: sshd lets root in by password
          try: 'kiln admit mail-3.0.1+20261121T022000Z --policy /etc/kiln/policy.yaml' tells all of it
          see: /var/lib/kiln/logs/mail/mail-provision.log

        web-1.2.0: web.yaml:9:13: script scripts/harden.sh failed: exit status 3
          cause: script-failed
          | + sysctl --system

        """), "\(text)")
    #expect(text.contains("\n    web-1.2.0"))
    #expect(text.contains("fails its test"))
    #expect(text.contains(" MiB (+1.3 MiB)"))
    #expect(text.contains("(2 new, 1 gone, 2 changed)"))
    #expect(text.contains("not built, because web failed"))
  }

  /// Green is for what was checked.
  @Test func whatWasNotBootedIsNotShownAsGood() {
    var report = NightlyReport.sample
    (report.problems, report.unreadable, report.passed) = ([], nil, true)
    report.appliances = report.appliances.filter { ["base", "windows-tools"].contains($0.name) }
    let html = page(report)
    #expect(html.contains("<header class=\"unchecked\">"))
    #expect(html.contains("<span class=\"badge unchecked\">reused, not booted</span>"))
    #expect(html.contains("<li class=\"unchecked\"><b>1</b> not booted</li>"))
    #expect(html.contains("<li class=\"built\"><b>1</b> built</li>"))
    report.appliances.removeLast()
    #expect(page(report).contains("<header class=\"passed\">"))
  }

  /// The cells of an image in the table of findings, by column: how each is painted, and what it says.
  private func cells(of image: String, in html: String) -> [String: String] {
    let section =
      html.components(separatedBy: "<h2>Findings</h2>").last?
      .components(separatedBy: "</table>").first ?? ""
    let row = section.components(separatedBy: "<th scope=\"row\">\(image)</th>").last?
      .components(separatedBy: "</tr>").first
    let cells = (row ?? "").matches(
      of: #/data-column="([^"]+)">(?:<details><summary>)?<span class="badge ([a-z]+)">([^<]*)/#)
    return Dictionary(
      cells.map { (String($0.output.1), "\($0.output.2): \($0.output.3)") },
      uniquingKeysWith: { first, _ in first })
  }

  @Test(arguments: [
    ("debian-13-13", "Tests", "built: 12 passed"), ("wiki-1.0.0", "Tests", "failed: 1 failed, 12 passed"),
    ("base-1.4.0", "Residue", "built: clean, 2 allowed"),
    ("debian-13-13", "Inside", "plain: 229 packages (2 new, 1 gone, 2 changed)"),
    ("mail-3.0.1", "Inside", "plain: 224 packages, 1 other"), ("mail-3.0.1", "Signed by", "built: builder"),
    ("mail-3.0.1", "Updates", "plain: 4"), ("debian-13-13", "Updates", "notable: 10, 1 for security"),
    ("mail-3.0.1", "Vulnerabilities", "notable: 24 (4 high), 1 with a fix"),
    ("mail-3.0.1", "Policy", "failed: refused"), ("base-1.4.0", "Policy", "built: admitted"),
    // Judged in an earlier night, and not in this one.
    ("rocky-9-9.6", "Policy", "plain: admitted on 2026-11-18"),
    ("compute-5.1", "Policy", "unchecked: not checked"),
  ])
  func findingsAreShownAsTheyAre(image: String, column: String, cell: String) {
    #expect(cells(of: image, in: page(.sample))[column] == cell)
  }

  @Test func aTrendEndsWithTodaysValue() {
    let trends = page(.sample).components(separatedBy: "<h2>Over the last runs</h2>").last ?? ""
    let figures = trends.matches(
      of: #/data-column="([^"]+)"><svg.*?<span class="figure">([^<]*)/#.dotMatchesNewlines()
    ).prefix(5)
    #expect(
      figures.map { "\($0.output.1): \($0.output.2)" } == [
        "Size: 206.9 MiB", "Packages: 229", "Updates: 10", "Build: 4 min 00 s", "Boot: 21 s",
      ])
  }

  /// What a site does not ask for is said once, and paints nothing.
  @Test func whatNobodyAskedForIsSaidOnce() {
    var report = NightlyReport.sample
    for index in report.appliances.indices {
      report.appliances[index].findings?.vulnerabilities = nil
      report.appliances[index].findings?.unchecked.append(
        .init(.vulnerabilities, because: "the site file names no data about them"))
    }
    let html = page(report)
    let sentence = "Not checked: known vulnerabilities: the site file names no data about them"
    #expect(html.components(separatedBy: sentence).count == 2)
    #expect(cells(of: "base-1.4.0", in: html)["Vulnerabilities"] == nil)
    let text = NightlySummary(report: report).text(on: Terminal(isTerminal: false, environment: [:]))
    #expect(text.contains("\(sentence)\n") && !text.contains("VULNERABILITIES"))
  }

  @Test func whatIsNotKnownIsNotShownAsGood() {
    var report = NightlyReport.sample
    (report.problems, report.unreadable, report.passed) = ([], nil, true)
    report.appliances = report.appliances.filter { ["base", "compute"].contains($0.name) }
    let html = page(report)
    #expect(report.verdict == "All 2 images are there, and boot; 1 was not fully checked")
    #expect(html.contains("<header class=\"unchecked\">"))
    #expect(html.contains("<span class=\"badge unchecked\">reused, not fully checked</span>"))
    #expect(html.contains("libguestfs&#39; appliance did not start"))
  }

  @Test func anInterruptedRunSaysSo() {
    var report = NightlyReport.sample
    report.interrupted = true
    #expect(
      report.verdict.hasPrefix("The run was interrupted, with 6 of 12 images there; "), "\(report.verdict)")
  }

  @Test(arguments: [
    (["debian-13"], "The image is there, and boots"),
    (["debian-13", "base"], "All 2 images are there, and boot"),
    (["base", "windows-tools"], "All 2 images are there; 1 was not booted"),
    (["base", "web"], "1 of 2 images failed"),
    (["base", "web", "shop"], "1 of 3 images failed; 1 was not built"),
    (["base", "shop"], "1 of 2 images was not built"),
    (["shop"], "The image was not built"),
  ])
  func theVerdictIsOneSentence(names: [String], verdict: String) {
    var report = NightlyReport.sample
    report.problems = []
    report.unreadable = nil
    report.appliances = report.appliances.filter { names.contains($0.name) }
    #expect(report.verdict == verdict)
  }
}
