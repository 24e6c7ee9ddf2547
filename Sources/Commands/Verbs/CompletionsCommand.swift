import Console

enum CompletionsCommand: Command {
  static let verb = Verb(
    "completions", summary: "print what a shell needs to complete Kiln's command lines",
    discussion:
      "Verbs, options, their values and the names of recipes are completed. 'make install' puts it where each"
      + " shell looks.",
    positional: Positional("SHELL", .one, choices: Shell.allCases.map(\.rawValue), help: "bash, zsh or fish"),
    example: Verb.Example(
      "kiln completions bash", "prints it for bash; in ~/.bashrc: source <(kiln completions bash)"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard let shell = Shell(rawValue: arguments.positionals[0]) else {
      throw UsageError(
        "unknown shell '\(arguments.positionals[0])'; it is one of "
          + Shell.allCases.map(\.rawValue).joined(separator: ", "),
        command: "kiln completions")
    }
    context.pass(on: program.completionScript(for: shell))
    return .done
  }
}
