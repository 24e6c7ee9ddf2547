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
        self.update { $0.draw(at: $1) }
      }
    }
    self.ticker.withLock { $0 = ticker }
  }

  init(
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

  /// Removes what is drawn of what runs; call it before anything else writes to the terminal, and at the end.
  public func stop() {
    ticker.withLock { $0?.cancel() }
    update { screen, _ in screen.erase() }
  }

  /// Writes under the lock, so that lines of two threads do not mix.
  private func update(_ change: (inout LiveScreen, Duration) -> Void) {
    screen.withLock { screen in
      screen.resize(to: currentTerminal())
      change(&screen, now())
      let output = screen.takeOutput()
      if !output.isEmpty { write(output) }
    }
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
