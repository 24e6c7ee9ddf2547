import Testing

@testable import Imaging

struct EscapeKeyTests {
  @Test(
    arguments: [
      (["ls\r"], "ls\r", []),
      // Ctrl-C and all else is the guest's.
      (["\u{03}\u{04}\u{1B}[A"], "\u{03}\u{04}\u{1B}[A", []),
      (["ab\u{1D}cd"], "abcd", [.powerDown]),
      (["\u{1D}", "x", "\u{1D}"], "x", [.powerDown, .stop]),
      (["\u{1D}\u{1D}"], "", [.stop]),
      (["\u{1D}", "\u{1D}", "\u{1D}"], "", [.powerDown, .stop, .stop]),
    ] as [([String], String, [EscapeKey.Request])])
  func whatIsTypedIsForTheGuestButForTheKey(
    typed: [String], forGuest: String, requests: [EscapeKey.Request]
  ) {
    var key = EscapeKey()
    let results = typed.map { key.filter($0.utf8) }
    #expect(String(decoding: results.flatMap(\.bytes), as: UTF8.self) == forGuest)
    #expect(results.compactMap(\.request) == requests)
  }
}

struct ConsoleTextTests {
  @Test(
    arguments: [
      (["[ 1.0] Linux\r\n"], "[ 1.0] Linux\n", ""),
      (["Debian\r\nweb lo", "gin: "], "Debian\n", "web login: \n"),
      // A colour that comes in two pieces, and a character that does.
      (["\u{1B}[1;3", "2mgreen\u{1B}[0m\n"], "green\n", ""),
      (["\u{07}\u{1B}[2J"], "", ""),
    ] as [([String], String, String)])
  func whatAGuestWritesIsLines(pieces: [String], lines: String, rest: String) {
    var text = ConsoleText()
    #expect(pieces.map { text.add($0.utf8) }.joined() == lines)
    #expect(text.finish() == rest)
  }

  @Test func aCharacterMayComeInTwoPieces() {
    var text = ConsoleText()
    #expect(text.add([0xC3]).isEmpty)
    #expect(text.add([0xA9, 0x0A]) == "é\n")
  }

  @Test func aLineThatNeverEndsIsNotKept() {
    var text = ConsoleText()
    #expect(text.add(Array(repeating: UInt8(ascii: "x"), count: 70_000)).count == 70_000)
    #expect(text.finish().isEmpty)
  }
}
