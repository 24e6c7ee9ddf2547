import Foundation
import Provisioners
import Recipes
import Testing

@Suite struct LibraryTests {
  private func child(_ name: String) -> String { "name: \(name)\nparent: debian-13\n" }

  @Test func usersRecipeShadowsAShippedOne() throws {
    let tree = try RecipeTree([
      "shipped/examples/web.yaml": child("web") + "title: Shipped\n",
      "web.yaml": child("web") + "title: Mine\n",
      "shipped/examples/wiki.yaml": "name: wiki\nparent: web\n",
    ])
    let library = tree.library()
    #expect(library.diagnostics.isEmpty)
    #expect(library.recipes.map(\.name) == ["debian-13", "web", "wiki"])
    #expect(library.recipes.map(\.isShipped) == [true, false, true])
    #expect(try tree.resolver().resolve("web").get().title == "Mine")
    #expect(try tree.resolver().resolve("wiki").get().chain[1].file == tree.path("web.yaml"))
  }

  @Test func shippedClashDoesNotSpoilTheRecipeThatShadowsIt() throws {
    let tree = try RecipeTree([
      "shipped/examples/a.yaml": child("web"), "shipped/examples/b.yaml": child("web"),
      "web.yaml": child("web"),
    ])
    #expect(try tree.complaints() == [])
  }

  @Test func recipesAreFoundByWhatIsInThem() throws {
    let tree = try RecipeTree([
      "any-name.yaml": child("flat"), "own/recipe.yaml": child("own"), "own/values.yaml": "replicas: 1\n",
      "own/deeper/not.yaml": child("too-deep"), "files/data.yaml": child("data"),
      ".git/x.yaml": child("hidden"),
      ".hidden.yaml": child("hidden-file"), "site.yaml": "timezone: UTC\n",
      "office.yaml": "compression: zlib\nntp_servers: [a.example.org]\n", "notes.yml": "- not looked at\n",
      "README.md": "hello\n",
    ])
    let library = tree.library()
    #expect(library.diagnostics.isEmpty)
    #expect(library.recipes.map(\.name) == ["debian-13", "flat", "own"])
  }

  @Test func fileMetTwiceCountsOnce() throws {
    let tree = try RecipeTree(["own/web.yaml": child("web")])
    let library = Library(
      folders: [tree.recipes, tree.path("own"), tree.shipped + "/distributions"], shipped: tree.shipped,
      provisioners: .all)
    #expect(library.diagnostics.isEmpty)
    #expect(library.recipes.map(\.name) == ["debian-13", "web"])
  }

  @Test func brokenFileDoesNotSpoilTheOthers() throws {
    let tree = try RecipeTree(["broken.yaml": "a: [\n", "web.yaml": child("web")])
    #expect(tree.library().diagnostics.count == 1)
    #expect(throws: Never.self) { try tree.resolver().resolve("web").get() }
  }

  @Test func unknownNameIsSuggested() throws {
    let tree = try RecipeTree(["web.yaml": child("web")])
    #expect(try tree.complaints(of: "wbe") == ["no recipe named 'wbe' (did you mean 'web'?)"])
  }

  @Test func pathsAreAsTheUserWouldTypeThem() throws {
    let tree = try RecipeTree(["web.yaml": child("web"), "own/x.yaml": child("own")])
    let library = Library(folders: [tree.base + "/./recipes//"], shipped: tree.shipped, provisioners: .all)
    #expect(library["web"]?.location.description == tree.base + "/recipes/web.yaml:1:7")
    #expect(library["own"]?.file == tree.base + "/recipes/own/x.yaml")
  }
}
