internal import Text

/// A program with its arguments, as it is to be run.
public struct Command: Hashable, Sendable {
  /// A path, or a name without a slash that is looked up in `PATH`.
  public var executable: String
  public var arguments: [String]
  /// Added to this process's own environment; may hold secrets, so it is never shown.
  public var environment: [String: String]
  /// Nil is this process's own working folder.
  public var workingDirectory: String?
  /// Whether what it has left running in the background may go on after its end; it is ended with it otherwise.
  public var leavesBackground = false

  /// Added to the environment of every command that the current task starts, and each task that it starts; a command's own
  /// variables come before these.
  @TaskLocal public static var inherited: [String: String] = [:]

  public init(
    _ executable: String,
    _ arguments: [String] = [],
    environment: [String: String] = [:],
    workingDirectory: String? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
  }
}

extension Command {
  /// The same with what the current task adds.
  func inheriting() -> Command {
    var command = self
    command.environment = Self.inherited.merging(environment) { $1 }
    return command
  }
}

extension Command: CustomStringConvertible {
  /// The command line, quoted so that it can be pasted into a shell.
  public var description: String {
    ([executable] + arguments).map(plainShellWord).joined(separator: " ")
  }
}
