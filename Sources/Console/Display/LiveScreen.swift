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
    let text = visible(text).replacing("\n", with: " ")
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
    output += line.map { visible($0, keepsStyles: terminal.hasStyles) + "\n" } ?? ""
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
      times.insert(
        "\(short), about \(formatted(.seconds((expected - elapsed).components.seconds))) left", at: 0)
    }
    // The last column stays free: writing there makes some terminals wrap.
    let room = terminal.width - 1
    let time = times.first { displayWidth($0) * 3 <= room * 2 } ?? ""
    return (truncated(item.text, to: room - displayWidth(time), mark: terminal.ellipsis), time)
  }
}
