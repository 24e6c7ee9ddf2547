import Console
import Factory

enum PromoteCommand: Command {
  static let verb = Verb(
    "promote", summary: "let a channel name a release",
    discussion:
      "Upwards only: 'kiln rollback' goes back. The site file names the channels and what each asks for "
      + "(channels: [{name: testing}, {name: stable, requires: [boot]}], which are those where it names none). A channel's 'policy' must admit the image, as 'kiln admit' tells.",
    positional: Positional(
      "NAME VERSION CHANNEL", .three, help: "the appliance, its release, and the channel"),
    options: ReleaseArguments.options,
    example: Verb.Example("kiln promote web 1.4.0 stable", "lets web@stable stand for web 1.4.0"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let words = arguments.positionals
    let outcome = try await arguments.releasing(in: context).promote(
      words[0], words[1], to: words[2], reason: arguments.value(ReleaseArguments.reason))
    return try context.print(outcome, "\(words[0])@\(words[2]) is \(words[1])", arguments)
  }
}
