import Testing

@testable import Media

@Suite struct TemplatesTests {
  @Test(arguments: [
    ("", ""),
    (
      "Template: a/b\nType: text\nDescription: Hello\nDescription-de.UTF-8: Hallo\n mehr\nDescription-C.x: y\n",
      "Template: a/b\nType: text\nDescription: Hello\nDescription-C.x: y\n"
    ),
    (
      "Template: a\nChoices-pt_BR.UTF-8: x\n\nTemplate: b\nDescription: d\n more\n",
      "Template: a\n\nTemplate: b\nDescription: d\n more\n"
    ),
    ("Template: a\nDescription-de.UTF-8: x", "Template: a\n"),
  ])
  func onlyTranslationsAreLeftOut(text: String, kept: String) {
    #expect(String(decoding: untranslated([UInt8](text.utf8)), as: UTF8.self) == kept)
  }
}
