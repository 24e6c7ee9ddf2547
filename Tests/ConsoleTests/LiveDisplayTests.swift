import Synchronization
import Testing

@testable import Console

/// What a display wrote, and the clock that it went by.
private final class Recorder: Sendable {
  let written = Mutex("")
  let clock = Mutex(Duration.zero)

  func display(_ terminal: Terminal) -> LiveDisplay {
    LiveDisplay(terminal: terminal, now: { self.clock.withLock { $0 } }) { text in
      self.written.withLock { $0 += text }
    }
  }

  func advance(_ duration: Duration) { clock.withLock { $0 += duration } }

  /// What was written since the last call, with escape sequences in words.
  func take() -> String {
    written.withLock { text in
      defer { text = "" }
      return text.replacing("\u{1B}[J", with: "<clear>").replacing("\u{1B}[", with: "<").replacing(
        "A<", with: " up><")
    }
  }
}

/// A terminal that knows what a display writes: text, new lines, and going up and clearing (ECMA-48: CUU, ED).
private struct FakeTerminal {
  let width: Int
  private(set) var lines = [""]
  private var row = 0

  init(width: Int) { self.width = width }

  mutating func write(_ text: String) {
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "\u{1B}" {
        guard let end = rest.firstIndex(where: \.isLetter) else { return }
        switch rest[end] {
        case "A": row = max(0, row - (Int(rest[..<end].dropFirst()) ?? 1))
        case "J": lines.removeSubrange((row + 1)...); lines[row] = ""
        default: Issue.record("unknown sequence \(rest[...end])")
        }
        rest = rest[rest.index(after: end)...]
      } else if character == "\n" {
        newLine()
      } else {
        if lines[row].count == width { newLine() }
        lines[row].append(character)
      }
    }
  }

  private mutating func newLine() {
    row += 1
    if row == lines.count { lines.append("") }
  }
}

@Suite struct LiveDisplayTests {
  private let recorder = Recorder()
  private let terminal = Terminal(
    isTerminal: true, width: 24, height: 5,
    environment: ["TERM": "xterm", "NO_COLOR": "1", "LANG": "C.UTF-8"])

  @Test func pipedItIsALinePerChange() {
    let display = recorder.display(Terminal(isTerminal: false, environment: [:]))
    display.show("web", "web: installing")
    display.show("web", "web: installing")
    recorder.advance(.seconds(9))
    display.show("web", "web: sealing")
    display.note("a note")
    display.finish("web", "web: done in 9 s")
    display.stop()
    #expect(recorder.take() == "web: installing\nweb: sealing\na note\nweb: done in 9 s\n")
  }

  @Test func runningLinesAreDrawnOverAndFinishedOnesStay() {
    let display = recorder.display(terminal)
    display.show("a", "a: installing")
    #expect(recorder.take() == "a: installing  0 s\n")
    recorder.advance(.seconds(65))
    display.show("b", "b: sealing")
    #expect(
      recorder.take()
        == "<1 up><clear>a: install…  1 min 05 s\nb: sealing  0 s\n")
    display.finish("a", "a: done")
    #expect(recorder.take() == "<2 up><clear>a: done\nb: sealing  0 s\n")
    display.note("hello")
    #expect(recorder.take() == "<1 up><clear>hello\nb: sealing  0 s\n")
    display.finish("b", "b: done")
    #expect(recorder.take() == "<1 up><clear>b: done\n")
  }

  @Test func drawsNoMoreThanTenTimesASecond() {
    let display = recorder.display(terminal)
    display.show("a", "0")
    for step in 1...20 {
      recorder.advance(.milliseconds(50))
      display.show("a", "\(step)")
    }
    #expect(recorder.take().split(separator: "\n").count == 11)
  }

  @Test func whatLooksTheSameIsNotDrawnAgain() {
    var screen = LiveScreen(terminal)
    screen.show("a", "working", at: .zero)
    #expect(!screen.takeOutput().isEmpty)
    screen.draw(at: .milliseconds(500))
    #expect(screen.takeOutput().isEmpty)
    screen.draw(at: .seconds(1))
    #expect(screen.takeOutput().contains("1 s"))
  }

  @Test func whatDoesNotFitIsCounted() {
    let display = recorder.display(terminal)
    for name in ["a", "b", "c", "d", "e"] {
      display.show(name, name)
      recorder.advance(.milliseconds(100))
    }
    _ = recorder.take()
    display.note("n")
    #expect(recorder.take() == "<4 up><clear>n\na  0 s\nb  0 s\nc  0 s\n… and 2 more\n")
  }

  @Test func stoppingLeavesTheTerminalClean() {
    let display = recorder.display(terminal)
    display.show("a", "a")
    display.stop()
    #expect(recorder.take() == "a  0 s\n<1 up><clear>")
    display.stop()
    #expect(recorder.take() == "")
  }

  /// As `kiln try` does it: a guest's lines on standard output while a step runs, then a prompt for as long as it takes.
  @Test(arguments: [20, 50, 80]) func linesOfOthersAndAPromptStayOnTheScreen(width: Int) {
    let screen = Mutex(FakeTerminal(width: width))
    let clock = Mutex(Duration.zero)
    let terminal = Terminal(
      isTerminal: true, width: width, environment: ["TERM": "xterm", "NO_COLOR": "1", "LANG": "C.UTF-8"])
    let display = LiveDisplay(terminal: terminal, now: { clock.withLock { $0 } }) { text in
      screen.withLock { $0.write(text) }
    }
    func wait() {
      clock.withLock { $0 += .seconds(1) }
      display.tick()
    }
    display.show("tt", "tt: script scripts/lines.sh, which is a long way to go for any terminal at all")
    for line in 1...6 {
      wait()
      display.makeWay { screen.withLock { $0.write("line \(line)\n") } }
    }
    #expect(screen.withLock { $0.lines.count } == 8, "the step is below its lines")
    display.makeWay { screen.withLock { $0.write("whole log: /tmp/log\n") } }
    display.clear()
    screen.withLock { $0.write("tt> ") }
    wait()
    wait()
    let expected = (1...6).map { "line \($0)" } + ["whole log: /tmp/log", "tt> "]
    #expect(screen.withLock { $0.lines } == expected)
  }

  @Test func whatIsExpectedIsToldUntilItIsWrong() {
    let display = recorder.display(
      Terminal(isTerminal: true, width: 60, environment: ["TERM": "xterm", "NO_COLOR": "1"]))
    display.show("a", "a: boot", expected: .seconds(90))
    #expect(recorder.take() == "a: boot  0 s, about 1 min 30 s left\n")
    recorder.advance(.seconds(30))
    display.show("a", "a: partitioning")
    #expect(recorder.take() == "<1 up><clear>a: partitioning  30 s, about 1 min 00 s left\n")
    recorder.advance(.seconds(60))
    display.show("a", "a: finishing")
    #expect(recorder.take() == "<1 up><clear>a: finishing  1 min 30 s\n")
  }

  @Test func withoutUnicodeTheMarkIsThreeDots() {
    let display = recorder.display(
      Terminal(isTerminal: true, width: 20, environment: ["TERM": "xterm", "NO_COLOR": "1", "LANG": "C"]))
    display.show("a", "a: a long way to go")
    #expect(recorder.take() == "a: a long w...  0 s\n")
  }

  @Test func aTerminalThatBecameNarrowerHasWrappedItsLines() {
    var screen = LiveScreen(terminal)
    screen.show("a", "a: installing the system", at: .zero)
    #expect(screen.takeOutput() == "a: installing the…  0 s\n")
    screen.resize(to: Terminal(isTerminal: true, width: 10, environment: ["TERM": "xterm"]))
    screen.show("a", "a: sealing", at: .seconds(1))
    #expect(screen.takeOutput().hasPrefix("\u{1B}[3A\u{1B}[J"))
  }

  @Test func noLineIsWiderThanTheTerminal() {
    let display = recorder.display(terminal)
    display.show("a", String(repeating: "東京", count: 20))
    recorder.advance(.seconds(8_000))
    display.note("")
    for line in recorder.take().split(separator: "\n") where line.contains("東") {
      #expect(displayWidth(line) < 24)
    }
  }
}
