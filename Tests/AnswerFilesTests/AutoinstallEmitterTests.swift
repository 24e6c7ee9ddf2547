import Recipes
import Testing
import YAML

@testable import AnswerFiles

private func text(_ value: AutoinstallValue) -> String {
  AutoinstallEmitter.lines(value).map { $0.text + "\n" }.joined()
}

private func string(_ text: String) -> AutoinstallValue { .text(text, from: .standard) }

/// What libyaml reads in the place of a key, a value and an item of a list.
private func readBack(_ value: String) throws -> [Node.Scalar] {
  let map = AutoinstallValue.Member(
    key: value,
    value: .list([string(value), .map(["nested": string(value)], from: .standard)], from: .standard))
  let document = AutoinstallValue(
    .map([map, AutoinstallValue.Member(key: "last", value: string("x"))]), from: .standard)
  let root = try #require(try parseYAML(text(document), file: "test"))
  guard case .mapping(let entries) = root.content, case .sequence(let items) = entries[0].value.content,
    case .scalar(let item) = items[0].content, case .mapping(let nested) = items[1].content,
    case .scalar(let inner) = nested[0].value.content, entries.last?.key == "last"
  else { throw Unexpected() }
  #expect(entries[0].key == value)
  return [item, inner]
}

private struct Unexpected: Error {}

/// Pseudo-random, and the same each time.
private struct Generator: RandomNumberGenerator {
  var state: UInt64 = 20_260_423

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 31)
  }
}

@Suite struct AutoinstallEmitterTests {
  @Test(arguments: [
    "", " ", "a", "yes", "No", "null", "~", "1", "0x1F", "1:30", "2026-11-21", "1e3", ".inf", "=", "<<",
    "a: b", "a:b", "a:", "a #b", "a#b", "#a", "- a", "-", "---", "? a", "@KILN_MIRROR@", "%x", "`x`", "*x",
    "&x",
    "!x", "|", ">", "[a]", "{a}", "'", "''", "\"", "\\", "it's", " it's", "\n", "\n\n", "a\n", "a\n\n",
    "a\nb",
    "a\n\nb\n", " a\nb", "a \nb", "a\n b", "a\n  \nb", "\ta", "a\tb", "a\t", "a\r\nb", "\r", "\u{85}",
    "\u{2028}",
    "\u{FEFF}a", "\u{1}", "\u{7F}", "é", "日本", "🔥", "'\u{301}x", " \u{301}'\n", "e\u{301}\n'", "\u{A0}",
    "'\u{A0}",
  ])
  func everyStringIsReadBack(_ value: String) throws {
    for scalar in try readBack(value) { #expect(Array(scalar.text.utf8) == Array(value.utf8)) }
  }

  @Test func randomStringsAreReadBack() throws {
    let alphabet = Array(" \n\t':\"\\#-?!&*|>%@`[]{},~ab1=<é\u{301}\u{85}\u{2028}🔥\r".unicodeScalars)
    var generator = Generator()
    for _ in 0..<2000 {
      let scalars = (0..<Int.random(in: 0...7, using: &generator)).compactMap { _ in
        alphabet.randomElement(using: &generator)
      }
      let value = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
      for scalar in try readBack(value) { #expect(Array(scalar.text.utf8) == Array(value.utf8)) }
    }
  }

  @Test(arguments: ["yes", "true", "null", "12", "1.5", "on", "Y"])
  func onlyBareWordsHaveAnotherType(_ word: String) {
    #expect(text(string(word)) == "'\(word)'\n")
    #expect(text(.bare(word, from: .standard)) == word + "\n")
  }

  @Test func nestingIsShownByIndentation() {
    let inner = AutoinstallValue.map(["a": string("x"), "b": .list([], from: .standard)], from: .standard)
    let list = AutoinstallValue.list(
      [inner, .list([string("z"), inner], from: .standard), .map([:], from: .standard)], from: .standard)
    #expect(
      text(.map(["top": list, "run": string("echo 'it'\ntrue")], from: .standard)) == """
        top:
          - a: x
            b: []
          - - z
            - a: x
              b: []
          - {}
        run: |-
          echo 'it'
          true

        """)
  }

  @Test func everyLineKnowsWhereItCameFrom() {
    let origins = (1...3).map { Origin.flag("--set \($0)") }
    let value = AutoinstallValue.map(
      [
        "a": .map(["b": .text("x\ny\n", from: origins[1])], from: origins[0]),
        "c": .bare(1, from: origins[2]),
      ],
      from: .standard)
    #expect(
      AutoinstallEmitter.lines(value).map(\.origin) == [
        origins[0], origins[1], origins[1], origins[1], origins[2],
      ])
  }

  @Test func blankLinesOfAScriptAreInTheKey() {
    func key(_ text: String) -> String {
      let value = AutoinstallValue.map(["a": .list([string(text)], from: .standard)], from: .standard)
      return AnswerFile(name: "user-data", lines: AutoinstallEmitter.lines(value), bootArguments: []).keyText
    }
    #expect(key("x\n\ny\n") != key("x\ny\n"))
  }
}
