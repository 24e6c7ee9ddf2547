import Testing
import XML

struct XMLNodeTests {
  private func element(_ node: XMLNode) -> String {
    String(node.document().split(separator: "\n", maxSplits: 1)[1])
  }

  @Test func elementsAreIndented() {
    let node = XMLNode("a", ["b": "c"], [XMLNode("d", text: "e"), XMLNode("f")])
    #expect(
      node.document() == """
        <?xml version="1.0" encoding="UTF-8"?>
        <a b="c">
          <d>e</d>
          <f/>
        </a>

        """)
  }

  @Test(arguments: [
    ("a & b", "a &amp; b"), ("<x>", "&lt;x&gt;"), (#"""#, "&quot;"), ("a\nb\tc", "a&#10;b&#9;c"),
    ("\u{0}\u{1B}\u{FFFE}", "\u{FFFD}\u{FFFD}\u{FFFD}"), ("žluť 🐟", "žluť 🐟"), ("]]>", "]]&gt;"),
  ])
  func whatIsInItCannotBecomeMarkup(text: String, written: String) throws {
    #expect(element(XMLNode("a", text: text)) == "<a>\(written)</a>\n")
    #expect(element(XMLNode("a", ["b": text])) == "<a b=\"\(written)\"/>\n")
    try readXML(Array(XMLNode("a", ["b": text], [XMLNode("c", text: text)]).document().utf8), "u", Nobody())
  }
}

private final class Nobody: XMLHandler {
  func start(_ element: XMLElement, depth: Int) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}
  func end(depth: Int) {}
}
