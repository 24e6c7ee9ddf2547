import Console
import Recipes

enum ListCommand: Command {
  static let verb = Verb(
    "list", summary: "list the recipes, as a tree",
    options: [SharedOptions.recipes, SharedOptions.library, SharedOptions.format],
    example: Verb.Example("kiln list", "lists the recipes of the current folder and the shipped ones"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let library = try Kitchen(arguments, in: context).library
    try context.print(RecipeTree(library.recipes), arguments)
    for diagnostic in library.diagnostics { context.say(diagnostic.description) }
    return library.diagnostics.isEmpty ? .done : .recipe
  }
}

private struct RecipeTree: Report {
  struct Recipe: Encodable {
    let name: String
    let parent: String?
    let file: String
    let shipped: Bool
  }

  let recipes: [Recipe]

  init(_ files: [RecipeFile]) {
    recipes = files.sorted { $0.name < $1.name }.map {
      Recipe(name: $0.name, parent: $0.parent, file: $0.file, shipped: $0.isShipped)
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
      rows.append([indent + recipe.name, recipe.shipped ? "shipped" : "yours", recipe.file])
      for child in children[recipe.name, default: []] { add(child, indent: indent + "  ") }
    }
    for recipe in recipes where recipe.parent.map({ !names.contains($0) }) ?? true { add(recipe, indent: "") }
    for recipe in recipes { add(recipe, indent: "") }
    return Table([.init("RECIPE"), .init("WHOSE"), .init("FILE")], rows: rows).text(on: terminal)
  }
}
