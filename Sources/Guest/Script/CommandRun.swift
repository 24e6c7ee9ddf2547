import Dispatch
import Synchronization

/// One run of a command as seen from the host: sends what it needs, takes its output apart, learns its status.
///
/// On the channel the wrapper asks, with a line each, for the messages of ``CommandWrapper/messages(for:token:)``; then
/// comes output, and at its end a line of the token, the exit status and what became of the resolver file.
final class CommandRun: Sendable {
  private enum Phase {
    /// The messages yet to be asked for.
    case starting([[UInt8]])
    case running
    case ended(status: Int32?, BorrowedFilesScript.Resolver)
  }

  private struct State {
    var phase: Phase
    var lines: LineBuffer
    var last = LastLines()
  }

  private let token: String
  private let onLine: @Sendable (String) -> Void
  private let state: Mutex<State>
  private let finished = DispatchSemaphore(value: 0)

  init(_ command: GuestCommand, onLine: @escaping @Sendable (String) -> Void) {
    var random = SystemRandomNumberGenerator()
    token = "kiln-\(random.next())-\(random.next())"
    let messages = CommandWrapper.messages(for: command, token: token)
    self.onLine = onLine
    state = Mutex(State(phase: .starting(messages), lines: LineBuffer(secrets: command.secrets.values)))
  }

  /// Takes bytes from the guest and returns those to answer with.
  func receive(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let (reply, lines, isEnd) = state.withLock { state -> ([UInt8], [String], Bool) in
      switch state.phase {
      case .starting(let messages):
        let asked = bytes.count { $0 == UInt8(ascii: "\n") }
        let left = Array(messages.dropFirst(asked))
        state.phase = left.isEmpty ? .running : .starting(left)
        return (Array(messages.prefix(asked).joined()), [], false)
      case .running:
        let lines = state.lines.append(bytes).compactMap { take($0, &state) }
        if case .ended = state.phase { return ([], lines, true) }
        return ([], lines, false)
      case .ended:
        return ([], [], false)
      }
    }
    lines.forEach(onLine)
    if isEnd { finished.signal() }
    return reply
  }

  /// The channel broke off.
  func end() {
    let rest = state.withLock { state -> String? in
      guard case .ended = state.phase else {
        state.phase = .ended(status: nil, .untouched)
        let rest = state.lines.finish()
        if let rest { state.last.append(rest) }
        return rest
      }
      return nil
    }
    if let rest { onLine(rest) }
    finished.signal()
  }

  /// The exit status, once all output has been handed on; nil where it never came.
  func wait() -> Int32? {
    // The wrapper has ended by now, so its last line is on its way; the limit guards against a guest that lies.
    _ = finished.wait(timeout: .now() + 10)
    return state.withLock { state in
      if case .ended(let status, _) = state.phase { status } else { nil }
    }
  }

  /// What the command made of the resolver file, once it has ended.
  var resolver: BorrowedFilesScript.Resolver {
    state.withLock { if case .ended(_, let resolver) = $0.phase { resolver } else { .untouched } }
  }

  var lastLines: [String] { state.withLock { $0.last.lines } }

  /// What of a line is output: the token may follow a last line that has no end.
  private func take(_ line: String, _ state: inout State) -> String? {
    guard let mark = line.firstRange(of: token) else {
      state.last.append(line)
      return line
    }
    let words = line[mark.upperBound...].split(separator: " ")
    state.phase = .ended(
      status: words.first.flatMap { Int32($0) },
      words.last.flatMap { BorrowedFilesScript.Resolver(rawValue: String($0)) } ?? .untouched)
    let output = String(line[..<mark.lowerBound])
    guard !output.isEmpty else { return nil }
    state.last.append(output)
    return output
  }
}
