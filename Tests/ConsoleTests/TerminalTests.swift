import Foundation
import Testing

@testable import Console

@Suite struct TerminalTests {
  @Test(arguments: [
    (true, ["TERM": "xterm"], true, true), (true, ["TERM": "xterm", "NO_COLOR": ""], true, true),
    (true, ["TERM": "xterm", "NO_COLOR": "1"], true, false), (true, ["TERM": "dumb"], false, false),
    (true, [:], false, false), (false, ["TERM": "xterm"], false, false),
  ]) func abilities(_ isTerminal: Bool, _ environment: [String: String], _ redraws: Bool, _ styles: Bool) {
    let terminal = Terminal(isTerminal: isTerminal, environment: environment)
    #expect(terminal.canRedraw == redraws)
    #expect(terminal.hasStyles == styles)
    #expect(terminal.styled("x", .red) == (styles ? "\u{1B}[31mx\u{1B}[0m" : "x"))
  }

  @Test func aPipeIsNoTerminal() {
    let pipe = Pipe()
    let terminal = Terminal(
      descriptor: pipe.fileHandleForWriting.fileDescriptor, environment: ["TERM": "xterm"])
    #expect(terminal == Terminal(isTerminal: false, width: 80, height: 24, environment: [:]))
  }

  @Test(
    arguments: [
      (0, "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (1_048_575, "1 MiB"),
      (8_589_934_592, "8 GiB"), (10_737_418_239, "10 GiB"), (UInt64.max, "16 EiB"),
    ] as [(UInt64, String)])
  func bytes(_ bytes: UInt64, _ expected: String) { #expect(formatted(bytes: bytes) == expected) }

  @Test(arguments: [
    (Duration.zero, "0 s"), (.milliseconds(449), "0.4 s"), (.milliseconds(9_990), "9.9 s"),
    (.seconds(7), "7 s"),
    (.milliseconds(42_900), "42 s"), (.seconds(65), "1 min 05 s"), (.seconds(3_599), "59 min 59 s"),
    (.seconds(7_380), "2 h 03 min"),
  ]) func durations(_ duration: Duration, _ expected: String) { #expect(formatted(duration) == expected) }

  @Test func exitStatusesAreThoseOfTheManual() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 130])
  }
}
