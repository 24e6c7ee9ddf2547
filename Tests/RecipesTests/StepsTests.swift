import Provisioners
import Recipes
import Testing

@Suite struct StepsTests {
  private static let base = """
    name: base
    parent: debian-13
    provision:
      - {script: setup.sh, arguments: [one, ""], env: {LEVEL: "2"}}
    packages: [nginx, curl]
    files:
      - {source: page, to: /srv/page, mode: "0640", owner: "www-data:www-data"}

    """

  private func tree(child: String) throws -> RecipeTree {
    try RecipeTree([
      "base.yaml": Self.base, "web.yaml": "name: web\nparent: base\n" + child,
      "setup.sh": "#!/bin/sh\n", "page": "hello\n",
    ])
  }

  /// The steps of each link, tersely.
  private func steps(_ appliance: Appliance) -> [String] {
    appliance.chain.map { link in
      let steps = link.steps.map { step in
        switch step.action {
        case let packages as PackagesStep: packages.names.map(\.value.text).joined(separator: "+")
        case let file as FileStep: file.destination
        case let script as ScriptStep: script.source.written
        default: step.action.title
        }
      }
      return "\(link.recipe): \(steps.joined(separator: " "))"
    }
  }

  @Test(arguments: [
    ("", ["base: nginx+curl /srv/page setup.sh", "web: "]),
    ("packages: [git]\n", ["base: nginx+curl /srv/page setup.sh", "web: git"]),
    ("packages: [!remove curl, git]\n", ["base: nginx /srv/page setup.sh", "web: git"]),
    ("packages: !replace [git]\n", ["base: /srv/page setup.sh", "web: git"]),
    ("files: [!remove {to: /srv/page}]\n", ["base: nginx+curl setup.sh", "web: "]),
    (
      "provision: [!remove {script: setup.sh}, {script: page}]\n",
      ["base: nginx+curl /srv/page", "web: page"]
    ),
    (
      "provision: [!remove {script: ../provisioners/ready.sh}]\n",
      ["base: nginx+curl /srv/page setup.sh", "web: "]
    ),
  ])
  func stepsStayWithTheLinkThatWroteThem(child: String, expected: [String]) throws {
    let appliance = try tree(child: child).resolver().resolve("web").get()
    let distribution = child.contains("ready.sh") ? "debian-13: " : "debian-13: ../provisioners/ready.sh"
    #expect(steps(appliance) == [distribution] + expected)
  }

  @Test func removalInAChildLeavesTheParentAsItIs() throws {
    let tree = try tree(child: "packages: [!remove curl]\n")
    let resolver = try tree.resolver()
    _ = resolver.resolve("web")
    #expect(steps(try resolver.resolve("base").get())[1] == "base: nginx+curl /srv/page setup.sh")
  }

  @Test func stepsCarryAllThatIsWritten() throws {
    let tree = try tree(child: "")
    let steps = try tree.resolver().resolve("base").get().chain[1].steps
    guard let file = steps[1].action as? FileStep, let script = steps[2].action as? ScriptStep else {
      Issue.record("not packages, file, script: \(steps)")
      return
    }
    #expect(file.mode == 0o640)
    #expect(file.owner == "www-data:www-data")
    #expect(tree.short("\(steps[1].origin)") == "base.yaml:7:5")
    #expect(script.arguments == ["one", ""])
    #expect(script.environment == ["LEVEL": "2"])
    #expect(tree.short("\(steps[0].origin)") == "base.yaml:5:12")
  }
}
