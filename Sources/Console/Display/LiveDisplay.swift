import Glibc
import Synchronization

/// Shows on standard error what runs and for how long; on a terminal in place, elsewhere as a line per change.
public final class LiveDisplay: Sendable {
  private let screen: Mutex<LiveScreen>
  private let now: @Sendable () -> Duration
  private let write: @Sendable (String) -> Void
  private let currentTerminal: @Sendable () -> Terminal
  private let ticker = Mutex<Task<Void, Never>?>(nil)

  /// A display on standard error.
  public convenience init(terminal: Terminal) {
    let start = ContinuousClock.now
    self.init(
      terminal: terminal, now: { ContinuousClock.now - start }, write: writeToStandardError,
      currentTerminal: { terminal.resized(asOf: STDERR_FILENO) })
    guard terminal.canRedraw else { return }
    let ticker = Task { [weak self] in
      while !Task.isCancelled {
        try? await Task.sleep(for: LiveScreen.interval)
        guard let self else { return }
        self.tick()
      }
    }
    self.ticker.withLock { $0 = ticker }
  }

  /// - Parameters:
  ///   - now: the time since any one moment.
  ///   - write: told what appears.
  ///   - currentTerminal: the terminal as it is by now; nil for one that never changes.
  package init(
    terminal: Terminal, now: @escaping @Sendable () -> Duration, write: @escaping @Sendable (String) -> Void,
    currentTerminal: (@Sendable () -> Terminal)? = nil
  ) {
    screen = Mutex(LiveScreen(terminal))
    self.now = now
    self.write = write
    self.currentTerminal = currentTerminal ?? { terminal }
  }

  deinit { ticker.withLock { $0?.cancel() } }

  /// Shows something that runs, or changes what is said of it; its time runs from the first call.
  ///
  /// - Parameter expected: how long it is thought to take; nil leaves what was said before.
  public func show(_ id: String, _ text: String, expected: Duration? = nil) {
    update { $0.show(id, text, expected: expected, at: $1) }
  }

  /// Takes away what runs under an id.
  public func remove(_ id: String) {
    update { $0.finish(id, nil, at: $1) }
  }

  /// Takes away what runs under an id, and leaves a line for good.
  public func finish(_ id: String, _ line: String) {
    update { $0.finish(id, line, at: $1) }
  }

  /// Leaves a line for good above what runs.
  public func note(_ line: String) {
    update { $0.finish(nil, line, at: $1) }
  }

  /// Lets something else write whole lines to the terminal, above what runs.
  public func makeWay(for writing: () -> Void) {
    screen.withLock { screen in
      screen.resize(to: currentTerminal())
      screen.erase()
      flush(&screen)
      writing()
      screen.redraw(at: now())
      flush(&screen)
    }
  }

  /// Takes away all that runs: nothing is drawn until something is shown again.
  public func clear() {
    update { screen, _ in screen.clear() }
  }

  /// Removes what is drawn of what runs, for good; call it before anything else writes to the terminal, and at the end.
  public func stop() {
    ticker.withLock { $0?.cancel() }
    update { screen, _ in screen.erase() }
  }

  /// Draws what runs anew, with the time that it has run by now.
  func tick() {
    update { $0.draw(at: $1) }
  }

  /// Writes under the lock, so that lines of two threads do not mix.
  private func update(_ change: (inout LiveScreen, Duration) -> Void) {
    screen.withLock { screen in
      screen.resize(to: currentTerminal())
      change(&screen, now())
      flush(&screen)
    }
  }

  private func flush(_ screen: inout LiveScreen) {
    let output = screen.takeOutput()
    if !output.isEmpty { write(output) }
  }
}

/// Whole or not at all as far as the kernel allows; a standard error that is gone is nobody's loss.
@Sendable private func writeToStandardError(_ text: String) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// What a live display shows, as values: events in, bytes for the terminal out.
///
/// Finished lines are written once and scroll up; below them the lines of what runs are drawn over again (ECMA-48: CUU,
/// ED).
struct LiveScreen {
  /// One thing that runs.
  private struct Item {
    var id: String
    var text: String
    var start: Duration
    /// How long it is thought to take altogether.
    var expected: Duration?
  }

  /// No more often than this.
  static let interval = Duration.milliseconds(100)

  private var terminal: Terminal
  private var items: [Item] = []
  /// The lines that stand below the finished ones, without styles.
  private var drawn: [String] = []
  private var lastDrawn: Duration?
  private var output = ""

  init(_ terminal: Terminal) {
    self.terminal = terminal
  }

  /// The terminal has another size now.
  mutating func resize(to terminal: Terminal) { self.terminal = terminal }

  /// Shows something that runs, or changes what is said of it. Times are since any one moment.
  ///
  /// - Parameter expected: how long it is thought to take; nil leaves what was said before.
  mutating func show(_ id: String, _ text: String, expected: Duration? = nil, at now: Duration) {
    let text = visible(terminal.shown(text)).replacing("\n", with: " ")
    if let index = items.firstIndex(where: { $0.id == id }) {
      guard items[index].text != text else { return }
      items[index].text = text
      items[index].expected = expected ?? items[index].expected
    } else {
      items.append(Item(id: id, text: text, start: now, expected: expected))
    }
    if terminal.canRedraw { draw(at: now) } else { output += text + "\n" }
  }

  /// Takes away what runs under an id, if anything does, and leaves a line for good, if there is one to leave.
  mutating func finish(_ id: String?, _ line: String?, at now: Duration) {
    items.removeAll { $0.id == id }
    erase()
    output += line.map { visible(terminal.shown($0), keepsStyles: terminal.hasStyles) + "\n" } ?? ""
    redraw(at: now)
  }

  /// Takes away all that runs.
  mutating func clear() {
    items = []
    erase()
  }

  /// Draws what runs, however short a time after the last.
  mutating func redraw(at now: Duration) {
    lastDrawn = nil
    draw(at: now)
  }

  /// Draws what runs, unless that was done just now.
  mutating func draw(at now: Duration) {
    if let lastDrawn, now - lastDrawn < Self.interval { return }
    guard terminal.canRedraw, !items.isEmpty || !drawn.isEmpty else { return }
    let room = max(1, terminal.height - 2)
    var lines = items.prefix(room).map { line($0, at: now) }
    if items.count > room { lines.append(("\(terminal.ellipsis) and \(items.count - room) more", "")) }
    let plain = lines.map { $0.text + $0.time }
    lastDrawn = now
    // The same again would only flicker.
    guard drawn != plain else { return }
    erase()
    output += lines.map { $0.text + terminal.styled($0.time, .dim) + "\n" }.joined()
    drawn = plain
  }

  /// Removes what is drawn of what runs. A terminal that became narrower has wrapped it meanwhile.
  mutating func erase() {
    let rows = drawn.reduce(0) { $0 + max(1, (displayWidth($1) + terminal.width - 1) / terminal.width) }
    if rows > 0 { output += "\u{1B}[\(rows)A\u{1B}[J" }
    drawn = []
  }

  /// What to write since the last call.
  mutating func takeOutput() -> String {
    defer { output = "" }
    return output
  }

  private func line(_ item: Item, at now: Duration) -> (text: String, time: String) {
    let elapsed = now - item.start
    let short = "  " + formatted(.seconds(elapsed.components.seconds))
    var times = [short, ""]
    // Later than ever before: the guess was wrong, and says nothing any more.
    if let expected = item.expected, elapsed < expected {
      let left = Duration.seconds((expected - elapsed).components.seconds)
      times.insert("\(short), about \(formatted(left)) left", at: 0)
    }
    // The last column stays free: writing there makes some terminals wrap.
    let room = terminal.width - 1
    let time = times.first { displayWidth($0) * 3 <= room * 2 } ?? ""
    return (truncated(item.text, to: room - displayWidth(time), mark: terminal.ellipsis), time)
  }
}
