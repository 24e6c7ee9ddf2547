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
  }

  /// No more often than this.
  static let interval = Duration.milliseconds(100)

  private let terminal: Terminal
  private var items: [Item] = []
  /// How many lines stand below the finished ones.
  private var drawn = 0
  /// Those lines.
  private var frame = ""
  private var lastDrawn: Duration?
  private var output = ""

  init(_ terminal: Terminal) {
    self.terminal = terminal
  }

  /// Shows something that runs, or changes what is said of it. Times are since any one moment.
  mutating func show(_ id: String, _ text: String, at now: Duration) {
    if let index = items.firstIndex(where: { $0.id == id }) {
      guard items[index].text != text else { return }
      items[index].text = text
    } else {
      items.append(Item(id: id, text: text, start: now))
    }
    if terminal.canRedraw { draw(at: now) } else { output += text + "\n" }
  }

  /// Takes away what runs under an id, if anything does, and leaves a line for good.
  mutating func finish(_ id: String?, _ line: String, at now: Duration) {
    items.removeAll { $0.id == id }
    erase()
    output += line + "\n"
    lastDrawn = nil
    draw(at: now)
  }

  /// Draws what runs, unless that was done just now.
  mutating func draw(at now: Duration) {
    if let lastDrawn, now - lastDrawn < Self.interval { return }
    guard terminal.canRedraw, !items.isEmpty || drawn > 0 else { return }
    let room = max(1, terminal.height - 2)
    var lines = items.prefix(room).map { line($0, at: now) }
    if items.count > room { lines.append("… and \(items.count - room) more") }
    let next = lines.map { $0 + "\n" }.joined()
    lastDrawn = now
    // The same again would only flicker.
    guard drawn == 0 || next != frame else { return }
    erase()
    output += next
    frame = next
    drawn = lines.count
  }

  /// Removes what is drawn of what runs.
  mutating func erase() {
    if drawn > 0 { output += "\u{1B}[\(drawn)A\u{1B}[J" }
    drawn = 0
  }

  /// What to write since the last call.
  mutating func takeOutput() -> String {
    defer { output = "" }
    return output
  }

  private func line(_ item: Item, at now: Duration) -> String {
    let elapsed = "  " + formatted(.seconds((now - item.start).components.seconds))
    // The last column stays free: writing there makes some terminals wrap.
    let text = truncated(item.text, to: terminal.width - 1 - displayWidth(elapsed))
    return text + terminal.styled(elapsed, .dim)
  }
}
