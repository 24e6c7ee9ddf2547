import Console
import Factory
import Foundation
import Subprocess
import Testing

@testable import Commands
@testable import Factory

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
        "3 of 12 images failed; 2 were not built; 1 was not booted; 1 recipe file cannot be read", "Failures",
        "web-1.2.0 ",
        "wiki-1.0.0 ", "lab ", "Notices", "Timeline",
        "Images", "Over the last runs",
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
        3 of 12 images failed; 2 were not built; 1 was not booted; 1 recipe file cannot be read.
        Nightly run of 2026-11-21 02:00 UTC, 51 min 23 s
        builder.example.org · Kiln 0.1.0 · QEMU 7.2.22 · libguestfs 1.48.6 · KVM

        /srv/recipes/draft.yaml:3:1: expected a mapping entry

        note: shop: whether it is outdated is unknown, and it is kept: its layer has no list of packages

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

  @Test func anInterruptedRunSaysSo() {
    var report = NightlyReport.sample
    report.interrupted = true
    #expect(
      report.verdict.hasPrefix("The run was interrupted, with 7 of 12 images there; "), "\(report.verdict)")
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
