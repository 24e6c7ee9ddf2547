/// A command line that cannot be understood.
public struct UsageError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, and what was meant perhaps.
  public let message: String
  /// The program, with the verb if one was recognised: `kiln build`.
  public let command: String

  public init(_ message: String, command: String) {
    self.message = message
    self.command = command
  }

  public var description: String { "\(command): \(message)\nSee '\(command) --help'." }
}
