import Diagnostics
import Foundation
import JSON
import Provisioners
import Recipes
import Testing

/// Recipes that derive from a release: from what was built then, whatever its recipes say today.
@Suite struct ReleasedParentTests {
  private static let web = """
    name: web
    parent: debian-13
    version: 1.4.0
    hardware: {memory: 2GiB}
    install: {users: [{name: ann}], timezone: Europe/Prague}
    packages: [nginx]
    files: [{source: page.html, to: /srv/page.html}]
    groups: [staff]
    attributes: {tier: front}

    """

  private struct Unknown: Error, CustomStringConvertible {
    let description: String
  }

  /// A tree in which `web` was released as 1.4.0 and is another recipe today, with files of it gone.
  private func tree(_ shop: String) throws -> (RecipeTree, Resolver) {
    let tree = try RecipeTree(["web.yaml": Self.web, "page.html": "one\n"])
    let then = try tree.resolver().resolve("web").get()
    // As it is kept: in JSON.
    let kept = try decodeJSON(
      Appliance.self, from: try prettyJSON(then), userInfo: [.provisioners: ProvisionerRegistry.all])
    #expect(kept == then)
    try FileManager.default.removeItem(atPath: tree.path("page.html"))
    try tree.write([
      "web.yaml": "name: web\nparent: debian-13\nversion: 2.0.0\nhardware: {memory: 8GiB}\n",
      "shop.yaml": "name: shop\nparent: web@1.4.0\n" + shop,
    ])
    let resolver = Resolver(tree.library()) { name, release in
      guard name == "web", release == "1.4.0" || release == "stable",
        let parent = ReleasedParent(
          .init(
            name: "web", version: "1.4.0", channel: release == "stable" ? release : nil, manifest: "0d",
            layers: ["0a", "0b", "0c"], links: 2), kept)
      else { throw Unknown(description: "there is no release \(release) of \(name)") }
      return parent
    }
    return (tree, resolver)
  }

  @Test func whatWasReleasedIsInherited() throws {
    let (_, resolver) = try tree(
      "packages: [git]\ninstall: {users: [{name: bob}], timezone: UTC}\nhardware: {cpus: 2}\nattributes: {tier: back}\n"
    )
    let shop = try resolver.resolve("shop").get()
    #expect(shop.base?.release == "web@1.4.0" && shop.base?.links == 2)
    #expect(
      shop.version == "1.4.0" && shop.title == "shop" && shop.hardware.memory == 2 << 30
        && shop.hardware.cpus == 2)
    #expect(shop.attributes == ["tier": "back"] && shop.groups == ["staff"])
    #expect(shop.chain.map(\.recipe) == ["debian-13", "web", "shop"])
    #expect(shop.chain[2].steps.map(\.action.title) == ["packages git", "settings timezone, users"])
    #expect(shop.chain[1].steps.count == 3, "as they were, whatever became of their files")
    #expect(shop.install.timezone.value == "UTC", "the root's own")
  }

  @Test func placesSayWhoseTheyAre() throws {
    let (tree, resolver) = try tree("")
    let entries = try resolver.explain("shop").get().entries
    let memory = try #require(entries.first { $0.key == "hardware.memory" })
    #expect(tree.short("\(memory.origin)") == "web@1.4.0 (web.yaml:4:20)")
    #expect(try #require(entries.first { $0.key == "parent" }).value == "web@1.4.0")
  }

  @Test(arguments: [
    (
      "install: {kernel_arguments: [quiet]}\n",
      "shop.yaml:3:30: 'install.kernel_arguments' is settled when the root is installed, and web@1.4.0 is built"
    ),
    ("hardware: {firmware: uefi}\n", "shop.yaml:3:22: 'hardware.firmware' is settled"),
    (
      "hardware: {disks: [{name: data, size: 1GiB, role: data}]}\n",
      "shop.yaml:3:20: 'hardware.disks' is settled"
    ),
    ("packages: [!remove nginx]\n", "shop.yaml:3:1: what web@1.4.0 has under 'packages' is in its layers"),
    (
      "install: {users: [!remove {name: ann}]}\n",
      "shop.yaml:3:11: what web@1.4.0 has under 'install.users' is in its layers"
    ),
    ("packages: !replace [git]\n", "shop.yaml:3:1: what web@1.4.0 has under 'packages'"),
    ("pakages: [git]\n", "shop.yaml:3:1: unknown key 'pakages'"),
  ])
  func whatIsBuiltCannotBeSet(text: String, message: String) throws {
    let (tree, resolver) = try tree(text)
    let found = try #require(resolver.resolve("shop").fault, "nothing is wrong with \(text)")
    #expect(found.list.contains { tree.short("\($0)").hasPrefix(message) }, "\(found)")
  }

  @Test func aReleaseThatIsNotThereIsToldAtItsPlace() throws {
    let (tree, _) = try tree("")
    try tree.write(["other.yaml": "name: other\nparent: web@1.5.0\n"])
    let now = Resolver(tree.library()) { name, release in
      throw Unknown(description: "there is no release \(release) of \(name)")
    }
    let found = try #require(now.resolve("other").fault)
    #expect(tree.short("\(found)") == "other.yaml:2:9: parent 'web@1.5.0': there is no release 1.5.0 of web")
    let none = try #require(Resolver(tree.library()).resolve("other").fault)
    #expect("\(none)".hasSuffix("releases are in a store, and none is looked into here"))
  }

  @Test func aReleaseMayBeOfWhatDerivesFromOne() throws {
    let (tree, resolver) = try tree("version: 1.0.0\n")
    try tree.write(["deep.yaml": "name: deep\nparent: shop\npackages: [curl]\n"])
    let deep = try resolver.resolve("shop").get()
    #expect(deep.chain.map(\.recipe) == ["debian-13", "web", "shop"])
    try tree.write([
      "last.yaml": "name: last\nparent: shop@1.0.0\npackages: [vim]\n",
      "leaf.yaml": "name: leaf\nparent: last\npackages: [curl]\n",
    ])
    let last = Resolver(tree.library()) { name, release in
      try #require(
        ReleasedParent(
          .init(name: name, version: release, manifest: "0e", layers: ["0a", "0d"], links: deep.chain.count),
          deep))
    }
    let leaf = try last.resolve("leaf").get()
    #expect(leaf.chain.map(\.recipe) == ["debian-13", "web", "shop", "last", "leaf"])
    #expect(
      leaf.chain.suffix(2).map { $0.steps.map(\.action.title) } == [["packages vim"], ["packages curl"]])
    #expect(leaf.base?.release == "shop@1.0.0" && leaf.version == "1.0.0")
  }
}

extension Result where Failure == Diagnostics {
  fileprivate var fault: Diagnostics? { if case .failure(let found) = self { found } else { nil } }
}
