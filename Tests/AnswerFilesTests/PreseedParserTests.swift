import Diagnostics
import Recipes
import Testing
import YAML

@testable import AnswerFiles

private func parse(_ text: String) -> (preseed: Preseed, problems: [String]) {
  var problems: [Diagnostic] = []
  let preseed = PreseedParser.parse(text, &problems) {
    .answers(Location(file: "a.preseed", line: $0, column: $1))
  }
  return (preseed, problems.map(\.description))
}

@Suite struct PreseedParserTests {
  @Test func readsDirectivesWithTheirParts() throws {
    let (preseed, problems) = parse(
      "# name\nd-i  a/b\tstring one \\\n  two \\\n three\n\ntasksel tasksel/first multiselect\n")
    #expect(problems.isEmpty)
    let directives = preseed.directives
    #expect(directives.map(\.question.owner) == ["d-i", "tasksel"])
    #expect(directives.map(\.question.name) == ["a/b", "tasksel/first"])
    #expect(directives.map(\.type) == ["string", "multiselect"])
    #expect(directives.map(\.value) == ["one two three", ""])
    #expect(
      directives.first?.parts.map(\.origin.description) == [
        "a.preseed:2:1", "a.preseed:3:1", "a.preseed:4:1",
      ])
  }

  @Test(arguments: [
    "# only a comment\n", "\n\n", "", "d-i a/b string\n", "d-i a/b string \\\n  x \\\n  y\n# end\n",
    "  d-i\ta/b  string   inner  blanks  \n", "d-i a/b string \\\n# why\n\n  x\n",
    "d-i a/b string x;\\\n y\n",
    "d-i keymap select us\n", "d-i a/b string x; \\\n# why\n  y\n",
  ]) func keepsEveryByte(_ text: String) {
    let lines = parse(text).preseed.lines
    #expect(lines.map { $0.text + "\n" }.joined() == text)
  }

  @Test func theShippedFileIsReadAndKept() throws {
    let text = try shippedAnswers().text
    let (preseed, problems) = parse(text)
    #expect(problems.isEmpty)
    #expect(preseed.directives.count > 20)
    #expect(preseed.lines.map { $0.text + "\n" }.joined() == text)
  }

  @Test(arguments: [
    ("d-i\n", "1:4: expected 'owner question type value'"),
    ("d-i a/b\n", "1:8: expected 'owner question type value'"),
    ("d-i \\\n a/b\n", "1:4: expected 'owner question type value'"),
    (
      "d-i a/b \\\n sting x\n",
      "2:2: unknown type 'sting'; known are string, boolean, select, multiselect, note, password, text, title, error, seen"
    ),
    ("d-i a/b \\\n boolean \\\n true x\n", "2:2: a boolean is 'true' or 'false'"),
    ("a/b string x\n", "1:5: 'string' is no question; is the owner, such as 'd-i', missing?"),
    (
      "d-i a/b sting x\n",
      "1:9: unknown type 'sting'; known are string, boolean, select, multiselect, note, password, text, title, error, seen"
    ),
    ("d-i a/b boolean yes\n", "1:17: a boolean is 'true' or 'false'"),
    ("d-i a/b boolean\n", "1:9: a boolean is 'true' or 'false'"),
    ("\nd-i a/b string 1\nd-i c/d string\nd-i a/b string 2\n", "4:5: 'a/b' is answered on line 2 already"),
    ("  # indented\n", "1:3: a comment must begin in the first column"),
    ("d-i a/b string \\\n# no\nd-i c/d note\n", "2:1: a comment or blank line inside a continued directive"),
    ("d-i a/b string x \\\n\nd-i c/d string\n", "2:1: a comment or blank line inside a continued directive"),
    ("d-i a/b string x \\ \n", #"1:19: blanks after '\': the line is not continued"#),
    ("d-i a/b string x\\\ny\n", #"1:17: put a blank before the '\' that continues a line"#),
    ("d-i a/b string x \\\n", #"1:18: '\' continues the line past the end of the file"#),
    ("d-i a/b string x\r\r\n", "1:17: control character; only tabs and line ends may stand here"),
    ("d-i a/b string x \\\n# end\n", #"1:18: '\' continues the line past the end of the file"#),
    (
      "d-i a/b string\n{{x}}\n",
      "2:6: expected 'owner question type value'; '{{x}}' looks like another tool's template, to be"
        + " filled in first"
    ),
    ("d-i a/b string \u{1B}x\n", "1:16: control character; only tabs and line ends may stand here"),
  ]) func saysWhatIsWrongAndWhere(_ text: String, _ problem: String) {
    #expect(parse(text).problems == ["a.preseed:\(problem)"])
  }

  @Test func lineEndsOfOtherSystemsAreLineEnds() {
    let (preseed, problems) = parse("d-i a/b string \\\r\n  x\r\n\r\n# c\r\n")
    #expect(problems == [])
    #expect(preseed.lines.map(\.text) == ["d-i a/b string \\", "  x", "", "# c"])
    #expect(preseed.directives.map(\.value) == ["x"])
  }

  @Test(arguments: [
    "d-i a/b \\\n  string x y\n", "d-i \\\n  a/b \\\n  string \\\n  x \\\n  y\n",
    "d-i a/b \\\n  string x \\\n  y\n",
  ]) func typeAndValueMayFollowOnFurtherLines(_ text: String) {
    let (preseed, problems) = parse(text)
    #expect(problems == [])
    #expect(preseed.directives.map(\.question.name) == ["a/b"])
    #expect(preseed.directives.map(\.value) == ["x y"])
    #expect(preseed.lines.map { $0.text + "\n" }.joined() == text)
  }

  @Test func whatStandsTwiceAlikeCountsOnce() {
    let (preseed, problems) = parse("d-i a/b string x\nd-i c/d note\nd-i a/b string \\\n  x\n")
    #expect(problems == [])
    #expect(preseed.lines.map(\.text) == ["d-i a/b string x", "d-i c/d note"])
    #expect(
      preseed.warnings.map(\.description) == ["a.preseed:3:1: 'a/b' is answered alike on line 1 already"])
  }

  @Test func whatStandsBetweenContinuedLinesIsNoPartOfThem() {
    #expect(parse("d-i a/b string \\\n# why\n  x \\\n\n  y\n").preseed.directives.map(\.value) == ["x y"])
  }

  @Test func theInstallersOwnQuestionsAreItsOwn() {
    let owners = parse("a time/zone string UTC\ntasksel tasksel/first multiselect\nb c/d string\n")
      .preseed.directives.map(\.question.owner)
    #expect(owners == ["d-i", "tasksel", "b"])
  }

  @Test func findsAllMistakesAndKeepsTheRest() {
    let (preseed, problems) = parse("d-i\nd-i a/b string x\n # c\n")
    #expect(problems.count == 2)
    #expect(preseed.directives.map(\.value) == ["x"])
  }
}
