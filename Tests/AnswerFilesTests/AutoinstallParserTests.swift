import Diagnostics
import Recipes
import Testing
import YAML

@testable import AnswerFiles

private func found(_ text: String) -> [String] {
  problems(ubuntu { $0.installer.booted.answers = autoinstall(text) })
}

@Suite struct AutoinstallParserTests {
  @Test(arguments: [
    ("", "1:1: expected a mapping with the key 'autoinstall'"),
    ("packages: [vim]\n", "1:1: expected a mapping with the key 'autoinstall'"),
    ("autoinstall: [1]\n", "1:14: 'autoinstall' must be a mapping, not a list"),
    ("autoinstall:\n  packages: vim\n", "2:13: 'packages' must be a list, not 'vim'"),
    ("autoinstall:\n  apt: [x]\n", "2:8: 'apt' must be a mapping, not a list"),
    ("autoinstall:\n  late-commands:\n", "2:17: 'late-commands' must be a list, not nothing"),
    (
      "autoinstall:\n  locale: !x de_DE\n",
      "2:11: the tag '!x' is not supported; write the value without it"
    ),
    ("autoinstall:\n  a: 1\n  a: 2\n", "3:3: key 'a' is written twice, first at line 2"),
  ])
  func mistakesInThePartialFileHavePlaces(_ text: String, _ problem: String) {
    #expect(found(text).contains { $0 == "ubuntu.autoinstall.yaml:" + problem }, "\(found(text))")
  }

  @Test func mistakesInRawLinesPointToTheRecipe() {
    func found(_ lines: String...) -> [String] {
      problems(ubuntu { $0.install.raw = lines.enumerated().map { at(40 + $0, $1) } })
    }
    #expect(found("apt:", "  geoip: [").first?.hasPrefix("debian-13.yaml:4") == true)
    #expect(
      found("- x") == ["debian-13.yaml:40:1: raw: the lines must be 'key: value' as below 'autoinstall'"])
    #expect(found("locale: x", "packages: y") == ["debian-13.yaml:41:1: 'packages' must be a list, not 'y'"])
  }

  @Test func whatWasRenderedIsRenderedTheSameAgain() throws {
    for partial in try shippedAutoinstalls() {
      var problems: [Diagnostic] = []
      let once = try #require(AutoinstallParser.document(partial, &problems))
      let text = AutoinstallRenderer.lines(once).map { $0.text + "\n" }.joined()
      let twice = try #require(AutoinstallParser.document(autoinstall(text), &problems))
      #expect(AutoinstallRenderer.lines(twice).map(\.text) == AutoinstallRenderer.lines(once).map(\.text))
      #expect(problems == [])
    }
  }
}

@Suite struct AutoinstallSchemaTests {
  @Test func allThatTheSchemaSaysIsApplied() {
    #expect(AutoinstallSchema.autoinstall.keys.count > 30)
    #expect(AutoinstallSchema.autoinstall.usedKeywords.isSubset(of: AutoinstallSchema.keywords))
  }

  /// As PyYAML reads them.
  @Test(arguments: [
    ("yes", "boolean"), ("Off", "boolean"), ("y", "string"), ("~", "null"), ("", "null"), ("012", "integer"),
    ("1_000", "integer"), ("1:30", "integer"), ("0x1F", "integer"), ("1.5", "number"), ("1e3", "string"),
    ("1.2.3", "string"), ("2026-01-02", "date"), (".inf", "number"), ("10.04", "number"), ("true ", "string"),
  ]) func plainWordsHaveTheirTypes(_ text: String, _ kind: String) {
    #expect(AutoinstallValue.bare(text, from: .standard).kinds.contains(kind))
    #expect(AutoinstallValue.text(text, from: .standard).kinds == ["string"])
  }
}
