import Console
import Glibc
import Synchronization

/// A verb: what its command line looks like, and what it does.
protocol Command: Sendable {
  static var verb: Verb { get }

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus
}

/// What a verb works in: the environment, and where its output goes.
struct Context: Sendable {
  let environment: [String: String]
  /// The path that the program was started by.
  let executable: String
  /// Data.
  let output: Terminal
  /// Progress and messages.
  let messages: Terminal
  /// The day when the program was started, in UTC, as `2026-11-21`.
  let today: String

  private let printed = Printed()

  init(
    environment: [String: String], executable: String, output: Terminal, messages: Terminal, today: String
  ) {
    self.environment = environment
    self.executable = executable
    self.output = output
    self.messages = messages
    self.today = today
  }

  /// Whether a report has been printed.
  var hasPrinted: Bool { printed.flag.load(ordering: .relaxed) }

  /// Prints data in the format that was asked for.
  func print(_ report: some Report, _ arguments: Arguments) throws {
    try print(report, as: arguments.outputFormat)
  }

  func print(_ report: some Report, as format: OutputFormat) throws {
    write(try render(report, as: format, on: output))
    printed.flag.store(true, ordering: .relaxed)
  }

  /// Writes data; what would steer a terminal is shown.
  func write(_ text: String) { writeAll(visible(text, keepsStyles: output.hasStyles), to: 1) }

  /// Writes what is kept elsewhere, such as a log or an answer file: to a file or a program as it is.
  func pass(on text: String) { output.isTerminal ? write(text) : writeAll(text, to: 1) }

  /// Writes a message for people, or a line for a program; what would steer a terminal is shown.
  func say(_ text: String) {
    writeAll(visible(messages.shown(text), keepsStyles: messages.hasStyles) + "\n", to: 2)
  }
}

private final class Printed: Sendable {
  let flag = Atomic(false)
}

/// Writes everything; a reader that is gone is nobody's loss.
private func writeAll(_ text: String, to descriptor: Int32) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}
