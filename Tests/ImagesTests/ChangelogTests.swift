import Testing
@testable import Images

@Suite struct ChangelogTests {
  private let text = """
    nginx (1.26.3-3) trixie; urgency=medium

      * Close a hole.

     -- A <a@example.org>  Mon, 01 Jan 2026 00:00:00 +0000

    nginx (1.26.3-2) trixie; urgency=medium

      * Before.

     -- A <a@example.org>  Mon, 01 Jan 2025 00:00:00 +0000
    """

  @Test(arguments: [
    ("1.26.3-2", ["1.26.3-3", "  * Close a hole."]), ("1.26.3-2+b1", ["1.26.3-3", "  * Close a hole."]),
    ("1.26.3-3", []), ("1.26.3-3+b2", []),
    ("1.0-1", ["1.26.3-3", "  * Close a hole.", "1.26.3-2", "  * Before."]),
  ]) func tellsWhatIsNewer(_ version: String, _ lines: [String]) {
    #expect(Changelog.lines(text, since: version) == lines)
  }
}
