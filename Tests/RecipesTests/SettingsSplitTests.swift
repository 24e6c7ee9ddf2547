import Provisioners
import Recipes
import Testing

/// Which settings of a chain are installed, and which are steps of derived recipes' layers.
@Suite struct SettingsSplitTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    var base = ""
    var web = ""
    var set: [String] = []
    /// The titles of each link's own settings steps.
    var steps: [String] = []
    /// What needs an installation of its own.
    var own: [String] = []

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "nothing"),
    Case(
      name: "a user", web: "install: {users: [{name: ann}]}\n", steps: ["web: settings users"]),
    Case(
      name: "each its own", base: "install: {timezone: Europe/Prague}\n",
      web: "install: {timezone: Asia/Tokyo, hostname: web}\n",
      steps: ["base: settings timezone", "web: settings timezone, hostname"]),
    Case(name: "the same again", web: "install: {timezone: UTC}\n"),
    Case(
      name: "what was set is taken back", base: "install: {timezone: Europe/Prague}\n",
      web: "install:\n  timezone: !remove\n", steps: ["base: settings timezone", "web: settings timezone"]),
    Case(
      name: "a flag", set: ["install.timezone=Asia/Tokyo"], steps: ["web: settings timezone"]),
    Case(
      name: "packages are packages", web: "install: {packages: [curl]}\npackages: [git]\n",
      steps: ["web: packages curl git"]),
    Case(
      name: "a package that is taken out", web: "install: {packages: [!remove cloud-init]}\n",
      own: ["install.packages"]),
    Case(
      name: "the disk",
      web: "install: {users: [{name: ann}], kernel_arguments: [quiet]}\nhardware: {firmware: uefi}\n",
      steps: ["web: settings users"],
      own: ["install.kernel_arguments web.yaml:3:52", "hardware.firmware web.yaml:4:22"]),
    Case(
      name: "what is left out", base: "install: {lean: [docs]}\n", web: "install: {lean: [locales]}\n",
      steps: ["base: settings lean", "web: settings lean"]),
    Case(
      name: "a step of its own", web: "provision: [{settings: {timezone: Asia/Tokyo}}]\n",
      steps: ["web: settings timezone"]),
  ]

  @Test(arguments: cases)
  func settingsGoWhereTheyCostLeast(example: Case) throws {
    let tree = try RecipeTree([
      "base.yaml": "name: base\nparent: debian-13\n" + example.base,
      "web.yaml": "name: web\nparent: base\n" + example.web,
    ])
    let resolver = try tree.resolver(set: example.set)
    let plain = try resolver.resolve("debian-13").get()
    let appliance = try resolver.resolve("web").get()
    let titles = appliance.chain.dropFirst().flatMap { link in
      link.steps.map { "\(link.recipe): \($0.action.title)" }
    }
    #expect(titles == example.steps)
    let own = resolver.resolver.ownInstallation(of: "web").map { setting in
      setting.origin == .standard || setting.value == "install.packages"
        ? setting.value : "\(setting.value) \(tree.short("\(setting.origin)"))"
    }
    #expect(own == example.own)
    if example.own.isEmpty, example.set.isEmpty { #expect(appliance.install == plain.install) }
  }

  /// No installer does it: the root's is a step as well, and a child shares the installed disk.
  @Test func whatARootLeavesOutIsAStepOfItsLayer() throws {
    let lean = debian.replacing("  timezone: UTC", with: "  timezone: UTC\n  lean: [docs, caches]")
    let resolver = try RecipeTree(["web.yaml": "name: web\nparent: debian-13\n"], distribution: lean)
      .resolver()
    let (root, web) = (try resolver.resolve("debian-13").get(), try resolver.resolve("web").get())
    #expect(root.chain[0].steps.first?.action.title == "settings lean")
    #expect(web.chain[0].steps == root.chain[0].steps)
    #expect(web.install == root.install)
    #expect(resolver.resolver.ownInstallation(of: "web").isEmpty)
  }

  @Test func aUserIsNamedOnceInAChain() throws {
    let tree = try RecipeTree([
      "base.yaml": "name: base\nparent: debian-13\ninstall: {users: [{name: ann}]}\n",
      "web.yaml": "name: web\nparent: base\ninstall: {users: [{name: ann}]}\n",
    ])
    #expect(
      try tree.complaints() == ["web.yaml:3:19: two users are named 'ann', the first at base.yaml:3:19"])
  }

  @Test(arguments: [
    ("provision[0].env.LEVEL=3", nil as String?),
    ("provision[1].env.LEVEL=3", nil),
    ("provision[2].env.LEVEL=3", "--set provision[2].env.LEVEL=3: 'provision' has 2 items, counted from 0"),
    ("provision[1].evn.LEVEL=3", "--set provision[1].evn.LEVEL=3: unknown key 'evn' (did you mean 'env'?)"),
  ])
  func anItemOfAListIsSet(argument: String, message: String?) throws {
    let tree = try RecipeTree([
      "web.yaml": "name: web\nparent: debian-13\nprovision: [{script: a.sh, env: {A: 1.10, B: true}}]\n",
      "a.sh": "#!/bin/sh\n",
    ])
    do {
      let appliance = try tree.resolver(set: [argument]).resolve("web").get()
      #expect(message == nil)
      let scripts = appliance.chain.map { $0.steps.compactMap { ($0.action as? ScriptStep)?.environment } }
      let level = ["LEVEL": "3"]
      let plain = ["A": "1.10", "B": "true"]
      #expect(
        scripts
          == (argument.contains("[0]") ? [[level], [plain]] : [[[:]], [plain.merging(level) { $1 }]]))
    } catch {
      #expect("\(error)" == message)
    }
  }
}
