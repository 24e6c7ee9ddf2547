extension Library {
  /// The recipes without a parent, by distribution and release, 8 before 10; what has no such release comes last.
  public var distributions: [RecipeFile] {
    let found = recipes.filter { $0.parent == nil }.map { recipe in
      (recipe: recipe, release: recipe.system.flatMap { ReleaseNumber($0.release) })
    }
    return found.sorted { left, right in
      let names = (left.recipe.system?.distribution ?? "", right.recipe.system?.distribution ?? "")
      guard names.0 == names.1 else { return names.0 < names.1 }
      switch (left.release, right.release) {
      case (let one?, let other?) where one != other: return one < other
      case (_?, nil): return true
      case (nil, _?): return false
      default: return left.recipe.name < right.recipe.name
      }
    }.map(\.recipe)
  }
}
