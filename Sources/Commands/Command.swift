import Console

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

  /// Prints data in the format that was asked for.
  func print(_ report: some Report, _ arguments: Arguments) throws {
    let format = arguments.value(SharedOptions.format).flatMap(OutputFormat.init(rawValue:)) ?? .text
    write(try render(report, as: format, on: output))
  }

  /// Writes data as it is.
  func write(_ text: String) { writeAll(text, to: 1) }

  /// Writes a message for people.
  func say(_ text: String) { writeAll(text + "\n", to: 2) }
}
