import Synchronization

/// Where libguestfs' messages go: to the log, and the last of them into the error of a failed start.
final class GuestEvents: Sendable {
  private struct State {
    var console = LineBuffer()
    var last = LastLines()
  }

  private let state = Mutex(State())
  private let log: @Sendable (String) -> Void

  init(log: @escaping @Sendable (String) -> Void) {
    self.log = log
  }

  /// The appliance's console, in chunks of any size.
  func console(_ bytes: some Sequence<UInt8>) {
    let lines = state.withLock { state in
      let lines = state.console.append(bytes)
      lines.forEach { state.last.append($0) }
      return lines
    }
    // Errors of the appliance's daemon come back from the call too, where some are expected.
    lines.filter { !$0.hasPrefix("guestfsd: error:") }.forEach(log)
  }

  /// A message of the library itself, in one piece.
  func message(_ text: String) {
    text.split(separator: "\n").forEach { log(String($0)) }
  }

  var lastConsoleLines: [String] {
    state.withLock { state in
      if let rest = state.console.finish() { state.last.append(rest) }
      return state.last.lines
    }
  }
}
