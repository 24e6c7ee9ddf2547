import Console
import Diagnostics
import Planning
import Recipes

enum CheckCommand: Command {
  static let verb = Verb(
    "check", summary: "check recipes and what they name, without building",
    discussion:
      "Without a name, every recipe found is checked. Packages are looked up in the archives' indexes that the store"
      + " has already; nothing is downloaded.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving + [SharedOptions.store, SharedOptions.format],
    example: Verb.Example("kiln check", "checks every recipe in the current folder and the shipped ones"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let project = try arguments.project(
      in: context, tell: arguments.positionals.isEmpty ? { _ in } : nil, tellsAll: true)
    let names = try arguments.positionals.map(project.name)
    let (checked, problems, warnings) = project.problems(of: names.isEmpty ? nil : names)
    let doubts = await project.doubts(about: checked)
    let report = CheckReport(
      checked: checked, problems: problems, warnings: Diagnostics(warnings + doubts)?.list ?? [])
    try context.print(report, arguments)
    return report.problems.isEmpty ? .done : .recipe
  }
}

private struct CheckReport: Report {
  let checked: [String]
  let problems: [Diagnostic]
  /// What is not wrong, but should be known.
  let warnings: [Diagnostic]

  private enum Key: CodingKey { case checked, problems, warnings }

  func encode(to encoder: any Encoder) throws {
    var report = encoder.container(keyedBy: Key.self)
    try report.encode(checked, forKey: .checked)
    try report.encode(problems.map(Problem.init), forKey: .problems)
    try report.encode(warnings.map(Problem.init), forKey: .warnings)
  }

  func text(on terminal: Terminal) -> String {
    let sum = "\(checked.count) recipe\(checked.count == 1 ? "" : "s") checked, "
    let outcome =
      (problems.isEmpty ? "nothing wrong" : "\(problems.count) problem\(problems.count == 1 ? "" : "s")")
      + (warnings.isEmpty ? "" : ", \(warnings.count) warning\(warnings.count == 1 ? "" : "s")")
    let lines = problems.map(\.description) + warnings.map(\.asWarning)
    return (lines + [sum + outcome]).map { $0 + "\n" }.joined()
  }
}
