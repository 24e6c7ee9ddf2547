import Diagnostics
import YAML

/// A recipe's ancestors.
enum Chain {
  /// Links that a chain may have; a hundred times what anyone needs would hide a generator gone wrong.
  static let limit = 64

  /// The recipe and its ancestors, root first; down to the one whose parent is a release, where there is one.
  ///
  /// - Throws: a parent that is not there, a cycle, or a chain that is too long.
  static func resolve(_ recipe: RecipeFile, in library: Library) throws(Diagnostics) -> [RecipeFile] {
    var chain = [recipe]
    var position = [recipe.name: 0]
    while let last = chain.last, last.releasedParent == nil, let name = last.parent {
      let parent: RecipeFile
      do {
        parent = try library.recipe(named: name)
      } catch {
        throw Diagnostics(missing(name, error, of: last, in: library))
      }
      if let start = position[parent.name] { throw cycle(chain[start...]) }
      guard chain.count < limit else {
        throw Diagnostics(
          Diagnostic("the chain of '\(recipe.name)' has more than \(limit) recipes", at: last.parentLocation))
      }
      position[parent.name] = chain.count
      chain.append(parent)
    }
    return chain.reversed()
  }

  private static func missing(
    _ name: String, _ fault: UnknownName, of recipe: RecipeFile, in library: Library
  ) -> Diagnostic {
    if name.contains("/") || name.hasSuffix(".yaml") {
      return Diagnostic(
        "parent '\(name)' looks like a path; write the parent's name", at: recipe.parentLocation)
    }
    return Diagnostic(library.explanation(of: fault), at: recipe.parentLocation)
  }

  /// Told from its alphabetically first member on, so that every member of a cycle reports the same.
  private static func cycle(_ members: ArraySlice<RecipeFile>) -> Diagnostics {
    let start = members.indices.min { members[$0].name < members[$1].name } ?? members.startIndex
    let turned = members[start...] + members[..<start]
    let names = (turned.map(\.name) + turned.prefix(1).map(\.name)).joined(separator: " → ")
    let places = turned.compactMap { $0.parentLocation.map { "\($0)" } }.joined(separator: ", ")
    return Diagnostics(
      Diagnostic("parents go round in a circle: \(names) (\(places))", at: turned.first?.parentLocation))
  }
}
