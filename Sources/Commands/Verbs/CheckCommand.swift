import Console
import Diagnostics
import Planning
import Recipes

enum CheckCommand: Command {
  static let verb = Verb(
    "check", summary: "check recipes and what they name, without building",
    discussion: "Without a name, every recipe found is checked.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving + [SharedOptions.format],
    example: Verb.Example("kiln check", "checks every recipe in the current folder and the shipped ones"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let kitchen = try Kitchen(arguments, in: context)
    let isAll = arguments.positionals.isEmpty
    let names = isAll ? kitchen.library.recipes.map(\.name).sorted() : arguments.positionals
    var found = isAll ? kitchen.library.diagnostics : []
    for name in names { found += problems(of: name, in: kitchen) }
    let report = CheckReport(checked: names, problems: Diagnostics(found)?.list.map(\.description) ?? [])
    try context.print(report, arguments)
    return report.problems.isEmpty ? .done : .recipe
  }

  /// What is wrong with a recipe, or with the answer file that follows from it.
  private static func problems(of name: String, in kitchen: Kitchen) -> [Diagnostic] {
    switch kitchen.resolver.resolve(name) {
    case .failure(let diagnostics): return diagnostics.list
    case .success(let appliance):
      do {
        _ = try Planner.plan([appliance])
        return []
      } catch {
        return error.problems.map { Diagnostic($0.description, at: nil) }
      }
    }
  }
}

private struct CheckReport: Report {
  let checked: [String]
  let problems: [String]

  func text(on terminal: Terminal) -> String {
    let sum = "\(checked.count) recipe\(checked.count == 1 ? "" : "s") checked, "
    let outcome =
      problems.isEmpty ? "nothing wrong" : "\(problems.count) problem\(problems.count == 1 ? "" : "s")"
    return (problems + [sum + outcome]).map { $0 + "\n" }.joined()
  }
}
