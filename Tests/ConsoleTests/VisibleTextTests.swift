import Foundation
import Testing

@testable import Console

struct VisibleTextTests {
  @Test(arguments: [
    ("plain\ttext, é, 漢字, 👩‍👩‍👧\n", "plain\ttext, é, 漢字, 👩‍👩‍👧\n"),
    ("\u{1B}]0;title\u{07}", #"\u001B]0;title\u0007"#),
    ("\u{1B}[2J\u{1B}[31mred", #"\u001B[2J\u001B[31mred"#),
    ("over\rwritten\r\n", "over\\u000Dwritten\\u000D\n"),
    ("\u{9B}31m\u{7F}\u{0}", #"\u009B31m\u007F\u0000"#),
    ("a\u{202E}b\u{2066}c\u{200F}d\u{61C}e\u{2028}f", #"a\u202Eb\u2066c\u200Fd\u061Ce\u2028f"#),
  ])
  func whatSteersATerminalIsShown(text: String, shown: String) {
    #expect(visible(text) == shown)
  }

  @Test(arguments: [
    ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
    ("\u{1B}[31mred\nnext", "\u{1B}[31mred\u{1B}[0m\nnext"),
    ("\u{1B}[1mopen", "\u{1B}[1mopen\u{1B}[0m"),
    ("\u{1B}[8mhidden\u{1B}[1;31m\u{1B}[2J", #"\u001B[8mhidden\u001B[1;31m\u001B[2J"#),
  ])
  func onlyOurStylesAreKept(text: String, shown: String) {
    #expect(visible(text, keepsStyles: true) == shown)
  }

  private struct Line: Report {
    let name: String
    func text(on terminal: Terminal) -> String { name + "\n" }
  }

  @Test func aJSONTextStaysOne() throws {
    let name = "a\u{1B}[2J\u{202E}b\u{9B}\"\\\n"
    let terminal = Terminal(isTerminal: false, environment: [:])
    let text = visible(try render(Line(name: name), as: .json, on: terminal))
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E || $0.value == 0x9B })
    let read = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    #expect(read == ["name": name])
  }

  @Test func tablesAndTheDisplayShowIt() {
    let terminal = Terminal(isTerminal: false, environment: [:])
    let table = Table([.init("name"), .init("n")], rows: [["\u{1B}[2J", "1"], ["abcdefghi", "2"]])
    #expect(table.text(on: terminal) == "name       n\n\\u001B[2J  1\nabcdefghi  2\n")
    var screen = LiveScreen(Terminal(isTerminal: true, environment: ["TERM": "xterm"]))
    screen.show("a", "job\u{1B}]0;x\u{07}\nnext", at: .zero)
    screen.finish("a", "\u{202E}done", at: .seconds(1))
    let output = screen.takeOutput()
    #expect(output.contains(#"job\u001B]0;x\u0007 next"#))
    #expect(output.contains(#"\u202Edone"#))
  }
}
