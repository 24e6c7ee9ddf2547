import Foundation
import Recipes
import Testing

/// The recipes that come with Kiln, as they stand in this checkout.
@Suite struct ShippedRecipesTests {
  @Test func everyOneResolves() {
    let checkout = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL.path
    let library = Library(folders: [], shipped: checkout)
    let resolver = Resolver(library)
    var found = library.diagnostics
    for recipe in library.recipes {
      if case .failure(let failure) = resolver.resolve(recipe.name) { found += failure.list }
    }
    #expect(found == [])
    #expect(Set(library.recipes.map(\.name)).isSuperset(of: ["debian-13", "web", "wiki"]))
  }
}
