import Recipes
import Testing

struct ResidueReadingTests {
  private func web(_ text: String, parent: String = "") throws -> Appliance {
    let tree = try RecipeTree([
      "base.yaml": "name: base\nparent: debian-13\n\(parent)", "web.yaml": "name: web\nparent: base\n\(text)",
    ])
    return try tree.resolver().resolve("web").get()
  }

  private static let key = "residue: {allow: [{path: /srv/key.pem, kind: private-key, reason: for tests}]}\n"

  @Test func allowancesAreInherited() throws {
    #expect(try web("").residue == nil)
    let own = "residue: {allow: [{path: /opt/**, reason: known}]}\n"
    let found = try web(own, parent: Self.key).residue ?? []
    #expect(
      found.map(\.value) == [
        ResidueAllowance(path: "/srv/key.pem", kind: .privateKey, reason: "for tests"),
        ResidueAllowance(path: "/opt/**", reason: "known"),
      ])
    #expect("\(found[1].origin)".contains("web.yaml:3:19"))
    #expect(try web("residue: {allow: [!remove {path: /srv/key.pem}]}\n", parent: Self.key).residue == nil)
  }

  @Test(arguments: [
    ("residue: {allow: [{path: /srv/x}]}\n", "an item of 'allow' lacks 'reason'"),
    ("residue: {allow: [{path: srv/x, reason: r}]}\n", "a pattern of absolute paths, or free-space"),
    ("residue: {allow: [{path: /x, kind: key, reason: r}]}\n", "'kind' must be one of"),
    ("residue: {alow: []}\n", "unknown key 'alow' (did you mean 'allow'?)"),
  ])
  func whatCannotBeIsRefused(text: String, message: String) throws {
    let tree = try RecipeTree(["web.yaml": "name: web\nparent: debian-13\n\(text)"])
    let found = try tree.complaints()
    #expect(found.count == 1 && found[0].contains(message), "\(found)")
  }
}
