import Console
import Factory
import Recipes

/// What the scripts of `kiln completions` ask. It says nothing of what is wrong: a line that is being typed is not finished.
enum CompleteCommand: Command {
  static let verb = Verb(
    "complete", summary: "print what may follow at the end of a command line",
    discussion: "A line for each candidate: the word, a tab, its meaning; then :none, :file or :folder.",
    positional: Positional("WORD", .any, help: "the command line after 'kiln'; the last word is being typed"),
    example: Verb.Example("kiln complete -- plan de", "prints the recipes whose names begin with 'de'"),
    isHidden: true)

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    var completion = program.completion(of: arguments.positionals)
    if completion.places.contains(.recipe), let project = try? completion.arguments.project(in: context) {
      // A name that 'kiln check' refuses may be anything, such as what a shell would run.
      let recipes = project.library.recipes.filter {
        RecipeName.isValid($0.name) && $0.name.hasPrefix(completion.typed)
      }
      completion.candidates += recipes.map {
        WordCompletion.Candidate($0.name, $0.isShipped ? "shipped" : "yours")
      }
    }
    if completion.places.contains(.setting) {
      completion.candidates += Project.settings(completing: completion.typed).map {
        WordCompletion.Candidate($0.word, $0.meaning)
      }
    }
    let lines = completion.candidates.map { "\(completion.word(of: $0))\t\($0.meaning)" }
    let rest = [(WordCompletion.Place.folder, ":folder"), (.file, ":file")]
      .first { completion.places.contains($0.0) }?.1
    context.pass(on: (lines + [rest ?? ":none"]).map { $0 + "\n" }.joined())
    return .done
  }
}
