import Synchronization

/// Messages from those that work to the one that waits for them.
///
/// Unlike an `AsyncStream`, it hands on what is sent after its reader was cancelled: what has ended well by then is not lost.
/// So its senders must end by themselves.
final class MessageQueue<Message: Sendable>: Sendable {
  private struct State {
    var messages: [Message] = []
    var isClosed = false
    var reader: CheckedContinuation<Message?, Never>?
  }

  private let state = Mutex(State())

  func send(_ message: Message) { change { $0.messages.append(message) } }

  /// No more are sent.
  func close() { change { $0.isClosed = true } }

  /// The next message; nil after the last one. For one reader.
  func next() async -> Message? {
    await withCheckedContinuation { reader in change { $0.reader = reader } }
  }

  private func change(_ body: (inout State) -> Void) {
    let ready = state.withLock { state -> (CheckedContinuation<Message?, Never>, Message?)? in
      body(&state)
      guard let reader = state.reader, state.isClosed || !state.messages.isEmpty else { return nil }
      state.reader = nil
      return (reader, state.messages.isEmpty ? nil : state.messages.removeFirst())
    }
    if let (reader, message) = ready { reader.resume(returning: message) }
  }
}
