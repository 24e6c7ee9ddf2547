import Provisioners
import Recipes
import Testing

@Suite struct RecipeFilesTests {
  private func paths(of name: String, _ files: [String: String], in folders: [String]? = nil) throws
    -> [String]
  {
    let tree = try RecipeTree(files)
    let library = Library(
      folders: folders?.map(tree.path) ?? [tree.recipes], shipped: tree.shipped, provisioners: .all)
    return try Resolver(library).files(of: name).get().items.map(\.path)
  }

  @Test func everyRecipeOfTheChainBringsItsFiles() throws {
    let files = [
      "own/web.yaml": """
      name: web
      parent: base
      files: [{source: ../shared, to: /srv/a}, {source: ../shared/page, to: /srv/b}, !remove {to: /srv/c}]
      provision: [{script: "kiln:provisioners/ready.sh"}]
      secrets: {KEY: {file: private/key}}

      """,
      "base.yaml": "name: base\nparent: debian\nfiles: [{source: motd, to: /srv/c}]\n", "motd": "",
      "shared/page": "",
    ]
    #expect(
      try paths(of: "web", files) == [
        "base.yaml", "distributions/debian-13.yaml", "kickstart/debian.preseed", "motd", "own/web.yaml",
        "provisioners/ready.sh", "shared",
      ])
  }

  @Test func keysOfMediaBelongToADistribution() throws {
    let media = """
          iso: {path: x.iso, checksums: {path: SUMS, signature: SUMS.sign, keyring: keys/a.gpg}}
          kernel: {iso_path: vmlinuz}
          initrd: {iso_path: initrd.gz}

      """
    let text = debian.replacing(
      "    package: debian-installer-13-netboot-amd64\n    suite: trixie\n", with: media
    )
    .replacing("    keyring: /usr/share/keyrings/debian-archive-keyring.gpg\n", with: "")
    let files = ["shipped/distributions/debian-13.yaml": text, "shipped/distributions/keys/a.gpg": "key"]
    #expect(try paths(of: "debian-13", files).contains("distributions/keys/a.gpg"))
  }

  @Test func theRecipeFolderMayBeTheCurrentOneOrAnother() throws {
    let tree = try RecipeTree(["own/web.yaml": "name: web\nparent: debian-13\n"])
    let library = Library(folders: [tree.path("own") + "/../own/"], shipped: tree.shipped, provisioners: .all)
    #expect(try Resolver(library).files(of: "web").get().items.last?.path == "web.yaml")
  }

  @Test func twoFilesForOnePlaceAreAnError() throws {
    let tree = try RecipeTree([
      "web.yaml": "name: web\nparent: debian-13\nprovision: [{script: provisioners/ready.sh}]\n",
      "provisioners/ready.sh": "#!/bin/sh\n",
    ])
    guard case .failure(let failure) = Resolver(tree.library()).files(of: "web") else {
      Issue.record("no error")
      return
    }
    #expect(failure.list.count == 1)
    #expect(failure.description.contains("'provisioners/ready.sh' is both "))
  }
}
