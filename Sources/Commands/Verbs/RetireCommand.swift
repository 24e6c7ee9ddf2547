import Console
import Factory

enum RetireCommand: Command {
  static let verb = Verb(
    "retire", summary: "take a release out of use",
    discussion:
      "No channel may name it, and none may any more; no recipe may derive from it. It stays in the journal, and its version is "
      + "never free again. 'kiln gc' may free its build then.",
    positional: Positional("NAME VERSION", .two, help: "the appliance, and its release"),
    options: ReleaseArguments.options,
    example: Verb.Example(
      "kiln retire web 1.3.0 --reason 'support has ended'", "takes web 1.3.0 out of use, for ever"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let words = arguments.positionals
    let outcome = try await arguments.releasing(in: context).retire(
      words[0], words[1], reason: arguments.value(ReleaseArguments.reason))
    return try context.print(outcome, "\(words[0]) \(words[1]) is retired", arguments)
  }
}
