import Foundation
import Provisioners
import Recipes
import Testing

/// The recipes that come with Kiln, as they stand in this checkout.
@Suite struct ShippedRecipesTests {
  private static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL.path
  private let library = Library(folders: [], shipped: checkout, provisioners: .all)

  /// Its recipe and all else, keys included, lie where a copy can have them.
  @Test func everyDistributionCanBeCopied() throws {
    let resolver = Resolver(library)
    for recipe in library.distributions {
      let paths = try resolver.files(of: recipe.name).get().items.map(\.path)
      #expect(paths.contains { recipe.file.hasSuffix($0) }, "\(recipe.name)")
    }
  }

  @Test func everyOneResolves() {
    let resolver = Resolver(library)
    var found = library.diagnostics
    for recipe in library.recipes {
      if case .failure(let failure) = resolver.resolve(recipe.name) { found += failure.list }
    }
    #expect(found == [])
    #expect(Set(library.recipes.map(\.name)).isSuperset(of: ["debian-13", "web", "wiki"]))
  }
}
