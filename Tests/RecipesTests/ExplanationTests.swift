import Recipes
import Testing

@Suite struct ExplanationTests {
  private let tree: RecipeTree
  private let lines: [String: String]
  private let keys: [String]

  init() throws {
    tree = try RecipeTree([
      "base.yaml": "name: base\nparent: debian-13\ninstall: {locale: de_DE.UTF-8}\npackages: [curl]\n",
      "web.yaml": """
      name: web
      parent: base
      install: {locale: fr_FR.UTF-8}
      packages: [git]
      attributes: {team: web, area: www}
      provision: [{script: setup.sh, env: {LEVEL: "2"}}]

      """,
      "setup.sh": "#!/bin/sh\n",
    ])
    let tree = tree
    let resolver = try tree.resolver(
      site: "locale: cs_CZ.UTF-8\n", set: ["hardware.cpus=2"],
      hostMirrors: ["debian": Sourced("http://host.example.org/debian", from: .host("apt"))])
    let entries = try resolver.explain("web").get().entries
    keys = entries.map(\.key)
    lines = Dictionary(
      uniqueKeysWithValues: entries.map { entry in
        let overridden = entry.overridden.map { " over \($0)" }.joined()
        return (entry.key, tree.short("\(entry.value) from \(entry.origin)\(overridden)"))
      })
  }

  @Test(arguments: [
    ("name", "web from web.yaml:1:7"),
    ("version", "13 from shipped/distributions/debian-13.yaml:3:10"),
    ("hardware.cpus", "2 from --set hardware.cpus=2 over shipped/distributions/debian-13.yaml:13:18"),
    ("hardware.disks[0].size", "8GiB from shipped/distributions/debian-13.yaml:13:64"),
    (
      "install.locale",
      "fr_FR.UTF-8 from web.yaml:3:19 over base.yaml:3:19 over site site.yaml:1:9"
        + " over shipped/distributions/debian-13.yaml:15:11"
    ),
    ("install.keyboard", "us from default"),
    ("packages[0]", "curl from base.yaml:4:12"),
    ("packages[1]", "git from web.yaml:4:12"),
    ("attributes.team", "web from web.yaml:5:20"),
    ("provision[1].env.LEVEL", "2 from web.yaml:6:45"),
    ("build mirror", "http://host.example.org/debian from host: apt"),
  ])
  func everyValueSaysWhereItComesFrom(key: String, expected: String) {
    #expect(lines[key] == expected)
  }

  @Test func keysStandInTheSchemasOrder() throws {
    let shown = keys.filter { !$0.contains("[") && !$0.hasPrefix("install") }
    #expect(
      shown == [
        "name", "parent", "version", "os.distribution", "os.release", "os.codename", "os.arch",
        "hardware.cpus", "hardware.memory", "hardware.firmware", "compression", "qcow2_compat", "seal",
        "attributes.area",
        "attributes.team", "build mirror",
      ])
  }

  @Test func inheritedTitleIsNotShown() {
    #expect(lines["title"] == nil)
  }
}
