import Testing

@testable import Commands

struct MarkupTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("\" onmouseover='x' &amp;", "&quot; onmouseover=&#39;x&#39; &amp;amp;"),
    (
      "bell\u{7} null\u{0} escape\u{1B}[31m next\u{85}", #"bell\u0007 null\u0000 escape\u001B[31m next\u0085"#
    ),
    ("two\nlines\ttab \r", "two\nlines\ttab \\u000D"),
    ("Prüfung 名 🧱", "Prüfung 名 🧱"),
  ])
  func textIsEscaped(text: String, source: String) {
    #expect(Markup.text(text).source == source)
    #expect(("\(text)" as Markup).source == source)
    #expect(
      Markup.element("b", ["title": text], ["\(text)"]).source == "<b title=\"\(source)\">\(source)</b>")
  }

  @Test func attributesWithoutAValueAndEndsOfVoidElementsAreLeftOut() {
    #expect(Markup.element("img", ["alt": nil, "src": "data:,"]).source == "<img src=\"data:,\">")
    #expect(Markup.element("p", [:], ["a", .element("b", [:], ["c"])]).source == "<p>a<b>c</b></p>\n")
  }
}

struct PathLinkTests {
  @Test(arguments: [
    ("/s/reports", "/s/logs/web/web.log", "../logs/web/web.log"),
    ("/s/reports", "/s/reports/a.png", "a.png"),
    ("/r", "/other/place/x", "../other/place/x"),
    ("/s/reports", "/s/logs/a b/<x>?#%.log", "../logs/a%20b/%3Cx%3E%3F%23%25.log"),
    ("/s", "/s/javascript:alert(1)", "./javascript:alert%281%29"),
  ])
  func linksAreRelative(folder: String, path: String, link: String) {
    #expect(PathLink.relative(from: folder, to: path) == link)
  }
}
