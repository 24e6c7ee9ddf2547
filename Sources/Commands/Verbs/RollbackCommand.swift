import Console
import Factory

enum RollbackCommand: Command {
  private static let version = Option.value("to", "VERSION", help: "a release that the channel named before")

  static let verb = Verb(
    "rollback", summary: "let a channel name an earlier release again",
    discussion: "The journal keeps the reason, which must be given. 'kiln promote' goes on later.",
    positional: Positional("NAME CHANNEL", .two, help: "the appliance, and the channel"),
    options: [version] + ReleaseArguments.options,
    example: Verb.Example(
      "kiln rollback web stable --to 1.3.0 --reason 'loses sessions'",
      "lets web@stable stand for web 1.3.0 again"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let words = arguments.positionals
    guard let version = arguments.value(version), let reason = arguments.value(ReleaseArguments.reason) else {
      throw UsageError("say where to, and why: --to VERSION --reason TEXT", command: "kiln rollback")
    }
    let outcome = try await arguments.releasing(in: context).rollBack(
      words[0], words[1], to: version, reason: reason)
    return try context.print(outcome, "\(words[0])@\(words[1]) is \(version)", arguments)
  }
}
