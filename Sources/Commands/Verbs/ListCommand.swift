import Console
import Recipes

enum ListCommand: Command {
  static let verb = Verb(
    "list", summary: "list the recipes, as a tree",
    options: [SharedOptions.recipes, SharedOptions.library, SharedOptions.format],
    example: Verb.Example("kiln list", "lists the recipes of the current folder and the shipped ones"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let library = try arguments.project(in: context).library
    try context.print(RecipeTree(library, today: context.today), arguments)
    return .done
  }
}

private struct RecipeTree: Report {
  struct Recipe: Encodable {
    let name: String
    /// The recipe's own name, whatever the child calls it.
    let parent: String?
    let file: String
    let shipped: Bool
    let endOfLife: String?
    let pastEndOfLife: Bool
  }

  let recipes: [Recipe]
  /// Of files that are no recipe.
  let problems: [Problem]
  private let library: Library

  private enum Key: CodingKey { case recipes, problems }

  func encode(to encoder: any Encoder) throws {
    var report = encoder.container(keyedBy: Key.self)
    try report.encode(recipes, forKey: .recipes)
    try report.encode(problems, forKey: .problems)
  }

  /// - Parameter today: as `2026-11-21`.
  init(_ library: Library, today: String) {
    self.library = library
    problems = library.diagnostics.map(Problem.init)
    recipes = library.recipes.sorted { $0.name < $1.name }.map { file in
      Recipe(
        name: file.name, parent: file.parent.map { library[$0]?.name ?? $0 }, file: file.file,
        shipped: file.isShipped, endOfLife: file.system?.endOfLife,
        pastEndOfLife: file.system?.isPastEndOfLife(on: today) ?? false)
    }
  }

  func text(on terminal: Terminal) -> String {
    let names = Set(recipes.map(\.name))
    let children = Dictionary(grouping: recipes.filter { $0.parent.map(names.contains) ?? false }) {
      $0.parent ?? ""
    }
    var rows: [[String]] = []
    // A cycle has no root: its recipes are listed like roots, each once.
    var listed: Set<String> = []
    func add(_ recipe: Recipe, indent: String) {
      guard listed.insert(recipe.name).inserted else { return }
      let note = recipe.pastEndOfLife ? recipe.endOfLife.map { "end of life passed: \($0)" } : nil
      let file = terminal.isTerminal ? library.shortened(recipe.file) : recipe.file
      rows.append([indent + recipe.name, recipe.shipped ? "shipped" : "yours", file, note ?? ""])
      for child in children[recipe.name, default: []] { add(child, indent: indent + "  ") }
    }
    for recipe in recipes where recipe.parent.map({ !names.contains($0) }) ?? true { add(recipe, indent: "") }
    for recipe in recipes { add(recipe, indent: "") }
    var columns = ["RECIPE", "WHOSE", "FILE", "NOTE"].map { Table.Column($0) }
    if terminal.isTerminal {
      // The file tells it.
      columns.remove(at: 1)
      rows = rows.map { row in Array(row.prefix(1) + row.dropFirst(2)) }
    }
    return Table(columns, rows: rows).text(on: terminal)
  }
}
