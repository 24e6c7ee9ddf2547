import Testing
import XML

/// Writes down what it hears: `<a x=1>text</a>`, without name spaces.
private final class Recorder: XMLHandler {
  var text = ""
  private let names: [StaticString] = ["a", "b"]

  func start(_ element: XMLElement, depth: Int) {
    let name = names.first(where: element.isNamed).map { "\($0)" } ?? "?"
    text += "<\(depth)\(name)" + (element.attribute("x").map { " x=\($0)" } ?? "") + ">"
  }

  func text(_ bytes: UnsafeRawBufferPointer) { text += String(decoding: bytes, as: UTF8.self) }

  func end(depth: Int) { text += "</\(depth)>" }
}

@Suite struct XMLReaderTests {
  @Test(arguments: [
    ("<a/>", "<1a></1>"), ("<a x='1'><b>t&amp;u</b></a>", "<1a x=1><2b>t&u</2></1>"),
    ("<n:a xmlns:n='u' n:x='2'/>", "<1a x=2></1>"), ("<c/>", "<1?></1>"),
    ("<a><![CDATA[<t>]]></a>", "<1a><t></1>"),
  ])
  func tellsElementsAndTexts(document: String, expected: String) throws {
    let recorder = Recorder()
    try readXML(Array(document.utf8), "d", recorder)
    #expect(recorder.text == expected)
  }

  @Test(arguments: [
    ("<a>", "d:1:1: it ends too early"), ("<a>\n<b>", "d:2:4: it ends too early"),
    ("<repomd><data type=\"primary\">", "d:1:30: it ends too early"),
    ("no XML", "d:1:1: it does not begin with '<'"),
    ("<a></b>", "d:1:8: Opening and ending tag mismatch: a line 1 and b"),
    ("<a>\n  <b></a>", "d:2:10: Opening and ending tag mismatch: b line 2 and a"),
    ("<a/><a/>", "d:1:5: Extra content at the end of the document"),
    ("", "d:1:1: it ends too early"),
  ])
  func refuses(document: String, expected: String) {
    #expect { try readXML(Array(document.utf8), "d", Recorder()) } throws: { "\($0)" == expected }
  }

  /// Neither a file of this host, nor an address, nor a text that unfolds without end.
  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
    "<!DOCTYPE a [<!ENTITY e 'xxxxxxxxxx'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>]><a>&f;</a>",
    "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>",
    "<!DOCTYPE a><a/>",
  ])
  func readsNoDocumentType(document: String) {
    let recorder = Recorder()
    #expect {
      try readXML(Array(document.utf8), "d", recorder)
    } throws: {
      "\($0)".hasSuffix(
        ": a document type declaration (<!DOCTYPE) is not read, for entities have no limits")
    }
    #expect(recorder.text == "")
  }

  @Test func anEntityOfItsOwnIsAnError() {
    #expect { try readXML(Array("<a>&e;</a>".utf8), "d", Recorder()) } throws: {
      "\($0)" == "d:1:7: Entity 'e' not defined"
    }
  }

  @Test(arguments: [
    (
      XMLLimits(depth: 2), "<a><b><c/></b></a>",
      "d:1:9: more than 2 elements are one within the other", "<1a><2b>"
    ),
    (XMLLimits(text: 3), "<a>wxyz</a>", "d:1:8: more than 3 bytes of text are between two tags", "<1a>"),
    (
      XMLLimits(text: 3), "<a>w<![CDATA[xyz]]></a>",
      "d:1:14: more than 3 bytes of text are between two tags", "<1a>w"
    ),
    (XMLLimits(bytes: 4), "<a/> ", "d:1:1: it has more than 4 bytes, which is the most that is read", ""),
  ])
  func keepsToItsLimits(limits: XMLLimits, document: String, expected: String, heard: String) {
    let recorder = Recorder()
    #expect { try readXML(Array(document.utf8), "d", recorder, limits: limits) } throws: {
      "\($0)" == expected
    }
    #expect(recorder.text == heard)
  }

  @Test func takesWhatIsWithinItsLimits() throws {
    let recorder = Recorder()
    try readXML(
      Array("<a>xyz<b>xyz</b>xyz</a>".utf8), "d", recorder, limits: XMLLimits(bytes: 23, depth: 2, text: 3))
    #expect(recorder.text == "<1a>xyz<2b>xyz</2>xyz</1>")
  }

  /// As downloads bring it.
  @Test func piecesMakeOneDocument() throws {
    let recorder = Recorder()
    let reader = XMLReader("d", recorder)
    for byte in "<a x='1'>t<b/></a>".utf8 { try withUnsafeBytes(of: byte) { try reader.feed($0) } }
    try reader.finish()
    #expect(recorder.text == "<1a x=1>t<2b></2></1>")
  }
}
