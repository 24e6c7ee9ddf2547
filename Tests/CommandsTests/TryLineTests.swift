import Testing

@testable import Commands

/// What is typed at the prompt of `kiln try`.
struct TryLineTests {
  @Test(
    arguments: [
      ("", .again), ("  ", .again), ("r", .fromTheFirst), ("q", .leave), (" quit ", .leave), ("exit", .leave),
      ("?", .help), ("help", .help), ("ls -l /srv", .command("ls -l /srv")), ("r x", .command("r x")),
      ("/q", .command("/q")),
    ] as [(String, TryLine)])
  func aLineMeans(line: String, meaning: TryLine) { #expect(TryLine(line) == meaning) }
}
