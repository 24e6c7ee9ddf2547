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
  ])
  func tellsElementsAndTexts(document: String, expected: String) throws {
    let recorder = Recorder()
    try readXML(Array(document.utf8), "d", recorder)
    #expect(recorder.text == expected)
  }

  @Test(arguments: [
    ("<a>", "d: line 1: it ends too early"),
    ("<a></b>", "d: line 1: Opening and ending tag mismatch: a line 1 and b"),
    ("", "d: line 1: it ends too early"),
  ])
  func refuses(document: String, expected: String) {
    #expect { try readXML(Array(document.utf8), "d", Recorder()) } throws: { "\($0)" == expected }
  }

  /// Neither a file of this host, nor a text that unfolds without end.
  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
    "<!DOCTYPE a [<!ENTITY e 'xxxxxxxxxx'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>]><a>&f;</a>",
  ])
  func readsNoEntities(document: String) {
    let recorder = Recorder()
    try? readXML(Array(document.utf8), "d", recorder)
    #expect(!recorder.text.contains("root:"))
    #expect(recorder.text.utf8.count < 200)
  }
}
