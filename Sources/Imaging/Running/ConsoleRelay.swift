import Foundation
import Machine
import Synchronization

/// Joins a guest's serial console to this process's input and output, until the console is closed.
///
/// Where both are a terminal, what is typed goes to the guest, and ``EscapeKey`` ends it. Else nothing is read, and what the
/// guest writes comes as lines of text.
final class ConsoleRelay: Sendable {
  private let port: SerialPort
  private let input: Int32
  private let output: Int32
  private let terminal: RawTerminal?
  /// Both ends of a pipe; a byte ends the reading of input.
  private let wake: (reading: Int32, writing: Int32)
  private let requests: AsyncStream<EscapeKey.Request>.Continuation
  /// What the user asks for with the escape key; ends with the console.
  let escapes: AsyncStream<EscapeKey.Request>

  /// Begins.
  init(_ port: SerialPort, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO) {
    self.port = port
    self.input = input
    self.output = output
    terminal = isatty(output) == 1 ? RawTerminal(input) : nil
    (escapes, requests) = AsyncStream.makeStream()
    var ends: [Int32] = [-1, -1]
    // Without a pipe the terminal is given back only at the end.
    if pipe(&ends) == 0 { ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) } }
    wake = (ends[0], ends[1])
    let thread = Thread { [self] in
      copy()
      terminal?.restore()
      requests.finish()
    }
    thread.name = "console"
    thread.start()
  }

  deinit {
    close(wake.reading)
    close(wake.writing)
  }

  /// Whether one can type.
  var isInteractive: Bool { terminal != nil }

  /// Gives the terminal back; what the guest writes is still shown.
  func stopInput() {
    terminal?.restore()
    _ = write(wake.writing, [1], 1)
  }

  /// Shows a message between what the guest writes.
  func say(_ text: String) { send(Array("\r\n\(text)\r\n".utf8), to: output) }

  private func copy() {
    var ends = [
      pollfd(fd: port.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: terminal == nil ? -1 : input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.reading, events: Int16(POLLIN), revents: 0),
    ]
    var key = EscapeKey()
    var text = ConsoleText()
    // What a terminal that is not raw is shown must not steer it either.
    let isPlain = terminal == nil
    while poll(&ends, nfds_t(ends.count), -1) > 0 || errno == EINTR {
      if ends[2].revents != 0 { (ends[1].fd, ends[2].fd) = (-1, -1) }
      if ends[0].revents != 0 {
        guard let bytes = bytes(from: port.descriptor) else { break }
        send(isPlain ? Array(text.add(bytes).utf8) : bytes, to: output)
      }
      guard ends[1].fd >= 0, ends[1].revents != 0 else { continue }
      guard let typed = bytes(from: input) else {
        ends[1].fd = -1
        continue
      }
      let (forGuest, request) = key.filter(typed)
      send(forGuest, to: port.descriptor)
      if let request { requests.yield(request) }
    }
    send(Array(text.finish().utf8), to: output)
  }

  /// Nil at the end.
  private func bytes(from descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? Array(buffer[..<count]) : nil
    }
  }

  /// A reader that is gone is nobody's loss.
  private func send(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
