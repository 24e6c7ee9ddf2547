import Foundation
import Provisioners
import Recipes
import Testing

@Suite struct MalformedTests {
  private static let recipes =
    Malformed.keysAndTypes + Malformed.sizesAndNumbers + Malformed.hardwareAndStorage + Malformed.settings
    + Malformed.layouts + Malformed.files + Malformed.tags + Malformed.syntax

  @Test(arguments: recipes)
  func recipeGetsItsMessages(_ malformed: Malformed) throws {
    let tree = try RecipeTree(["web.yaml": "name: web\nparent: debian-13\n" + malformed.body])
    #expect(try tree.complaints() == malformed.messages)
  }

  @Test(arguments: MalformedFolder.distributions + MalformedFolder.families + MalformedFolder.media)
  func folderGetsItsMessages(_ malformed: MalformedFolder) throws {
    let tree = try RecipeTree(malformed.files)
    #expect(try tree.complaints(of: malformed.recipe) == malformed.messages)
  }

  @Test func faultsOfAllFilesAreReportedTogether() throws {
    let tree = try RecipeTree([
      "a.yaml": "name: web\nparent: base\ntitel: x\n",
      "b.yaml": "name: base\nparent: debian-13\npackages: nginx\nfiles: [{source: gone, to: /gone}]\n",
    ])
    #expect(
      try tree.complaints() == [
        "a.yaml:3:1: unknown key 'titel' (did you mean 'title'?)",
        "b.yaml:3:11: 'packages' must be a list, found 'nginx'; write [nginx]",
        "b.yaml:4:18: 'gone': no such file or directory (gone)",
      ])
  }

  @Test func chainIsLimited() throws {
    var files = ["web.yaml": "name: web\nparent: r1\n"]
    for index in 1...62 { files["r\(index).yaml"] = "name: r\(index)\nparent: r\(index + 1)\n" }
    files["r63.yaml"] = "name: r63\nparent: debian-13\n"
    let tree = try RecipeTree(files)
    #expect(try tree.complaints(of: "r1") == [])
    #expect(try tree.complaints() == ["r63.yaml:2:9: the chain of 'web' has more than 64 recipes"])
  }

  @Test func folderWhereARecipeIsExpected() throws {
    let tree = try RecipeTree(["web.yaml/inner": ""])
    #expect(
      try tree.complaints(of: nil) == ["web.yaml:1:1: a folder, where a YAML file was expected"])
  }

  @Test func linkThatLeadsNowhere() throws {
    let tree = try RecipeTree()
    try tree.link("web.yaml", to: "gone.yaml")
    #expect(try tree.complaints(of: nil) == ["web.yaml:1:1: cannot be read: no such file or directory"])
  }

  @Test func linkThatLeadsOut() throws {
    let tree = try RecipeTree()
    let outside = try RecipeTree(["secret.yaml": "name: secret\nparent: debian-13\n"])
    try tree.link("secret.yaml", to: outside.path("secret.yaml"))
    #expect(
      try tree.complaints(of: nil) == [
        "secret.yaml:1:1: a link that leads out of the recipe folder 'recipes'"
      ])
  }

  @Test(.enabled(if: geteuid() != 0, "root reads everything"))
  func fileWithoutPermission() throws {
    let tree = try RecipeTree(["web.yaml": "name: web\nparent: debian-13\n"])
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: tree.path("web.yaml"))
    #expect(try tree.complaints(of: nil) == ["web.yaml:1:1: cannot be read: permission denied"])
  }

  @Test func recipeFolderThatDoesNotExist() {
    let library = Library(folders: ["/nonexistent/recipes"], shipped: nil, provisioners: .all)
    #expect(
      library.diagnostics.map(\.description) == [
        "/nonexistent/recipes: cannot look for recipes: no such file or directory"
      ])
  }

  @Test func aliasBombIsAnErrorLikeAnyOther() throws {
    let bomb = (1...8).map {
      "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 10).joined(separator: ","))]"
    }
    let tree = try RecipeTree(["web.yaml": "a0: &a0 [x]\n" + bomb.joined(separator: "\n") + "\n"])
    #expect(
      try tree.complaints(of: nil) == ["web.yaml:6:42: the document stands for more than 200000 values"])
  }
}
