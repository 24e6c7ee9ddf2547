import Diagnostics
import Provisioners
import Recipes
import Testing

@Suite struct PrecedenceTests {
  private static let site = """
    timezone: Europe/Prague
    locale: cs_CZ.UTF-8
    mirrors: {debian: "http://site.example.org/debian", rocky: "http://site.example.org/rocky"}
    authorized_keys: [ssh-ed25519 AAAA site]

    """

  private func tree() throws -> RecipeTree {
    try RecipeTree([
      "base.yaml": "name: base\nparent: debian-13\ninstall: {locale: de_DE.UTF-8, keyboard: de}\n",
      "web.yaml": "name: web\nparent: base\ninstall: {keyboard: fr, authorized_keys: [ssh-rsa AAAA web]}\n",
    ])
  }

  @Test func lowestFirstDistributionSiteRecipesFlag() throws {
    let tree = try tree()
    let flags = ["install.timezone=Asia/Tokyo", "install.timezone=Asia/Seoul"]
    func values(_ flags: [String]) throws -> [String: Explanation.Entry] {
      let entries = try tree.resolver(site: Self.site, set: flags).explain("web").get().entries
      return Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0) })
    }
    let plain = try values([])
    #expect(plain["install.timezone"]?.value == "Europe/Prague")
    #expect(tree.short("\(plain["install.timezone"]?.origin ?? .standard)") == "site site.yaml:1:11")
    #expect(plain["install.locale"]?.value == "de_DE.UTF-8")
    #expect(plain["install.keyboard"]?.value == "fr")
    #expect(plain["install.hostname"]?.origin == .standard)
    #expect(plain["install.authorized_keys[0]"]?.value == "ssh-ed25519 AAAA site")
    #expect(plain["install.authorized_keys[1]"]?.value == "ssh-rsa AAAA web")
    let set = try values(flags)["install.timezone"]
    #expect(set?.value == "Asia/Seoul")
    #expect(set?.origin == .flag("--set install.timezone=Asia/Seoul"))
  }

  @Test func siteReachesADistributionThatIsBuiltItself() throws {
    let install = try tree().resolver(site: Self.site).resolve("debian-13").get().install
    #expect(install.timezone.value == "Europe/Prague")
    #expect(install.locale.value == "cs_CZ.UTF-8")
  }

  @Test func flagIsTypedLikeARecipe() throws {
    let appliance = try tree().resolver(
      set: [
        "hardware.memory=4GiB", "version=2.0", "packages=[git]", "install.packages=!replace [curl]",
        "attributes.team=42", "install.users=[{name: ann, sudo: true}]",
      ]
    ).resolve("debian-13").get()
    #expect(appliance.hardware.memory == 4 << 30)
    #expect(appliance.version == "2.0")
    let flag = Origin.flag("--set packages=[git]")
    #expect(
      appliance.chain[0].steps.prefix(1) == [Step(PackagesStep([Sourced("git", from: flag)]), from: flag)])
    #expect(appliance.install.packages.map(\.value) == ["curl"])
    #expect(appliance.attributes == ["team": "42"])
    #expect(appliance.install.users.map(\.value.sudo) == [true])
  }

  @Test(arguments: [
    ("timezone", "--set timezone: must be key=value, such as install.timezone=UTC"),
    ("=UTC", "--set =UTC: must be key=value, such as install.timezone=UTC"),
    ("instal.timezone=UTC", "--set instal.timezone=UTC: unknown key 'instal' (did you mean 'install'?)"),
    ("install..timezone=UTC", "--set install..timezone=UTC: unknown key ''"),
    ("install=UTC", "--set install=UTC: 'install' must be a mapping, found 'UTC'"),
    ("install.timezone=", "--set install.timezone=: 'timezone' has no value; give it one or leave it out"),
    ("title=[", "--set title=[: did not find expected node content while parsing a flow node"),
    (
      "hardware.memory=4GB",
      "--set hardware.memory=4GB: 'memory' must be a size such as 8GiB or 512MiB, found '4GB' (did you mean '4GiB'?)"
    ),
    ("packages=git", "--set packages=git: 'packages' must be a list, found 'git'; write [git]"),
    ("name=other", "--set name=other: 'name' cannot be set from outside the recipe"),
    ("parent=other", "--set parent=other: 'parent' cannot be set from outside the recipe"),
  ])
  func wrongFlagIsNamed(argument: String, expected: String) {
    let error = #expect(throws: Diagnostics.self) { try Override(argument, provisioners: .all) }
    #expect(error?.description == expected)
  }

  @Test func flagThatRemovesWhatIsNotThere() throws {
    let resolver = try tree().resolver(set: ["packages=[!remove git]"])
    guard case .failure(let failure) = resolver.resolve("web") else {
      Issue.record("resolved")
      return
    }
    #expect(failure.description == "--set packages=[!remove git]: '!remove': 'packages' inherits no 'git'")
  }

  @Test(arguments: [
    ("mirrors: [a]\n", ["site.yaml:1:10: 'mirrors' must be a mapping, found a list"]),
    (
      "mirror: {debian: x}\ntimezone: 3\n",
      [
        "site.yaml:1:1: unknown key 'mirror' (did you mean 'mirrors'?)",
        "site.yaml:2:11: 'timezone' must be a time zone, such as Europe/Prague, found the number 3",
      ]
    ),
    ("- a\n", ["site.yaml:1:1: the file must be a mapping, found a list"]),
    (
      "a: [\n",
      ["site.yaml:2:1: did not find expected node content while parsing a flow node"]
    ),
  ])
  func wrongSiteFile(text: String, expected: [String]) throws {
    let tree = try RecipeTree(["site.yaml": text])
    let error = #expect(throws: Diagnostics.self) { try SiteFile(path: tree.path("site.yaml")) }
    #expect(tree.lines(error?.list ?? []) == expected)
  }

  @Test func emptySiteFileSaysNothing() throws {
    let install = try tree().resolver(site: "# nothing yet\n").resolve("web").get().install
    #expect(install.timezone.value == "UTC")
  }
}

/// Which archive a build fetches from.
@Suite struct BuildMirrorTests {
  private static let host = [
    "debian": Sourced("http://host.example.org/debian", from: .host("apt (/etc/apt/sources.list)"))
  ]

  private func appliance(
    site: String? = nil, set: [String] = [], host: [String: Sourced<String>] = host
  ) throws -> Appliance {
    try RecipeTree().resolver(site: site, set: set, hostMirrors: host).resolve("debian-13").get()
  }

  @Test func hostsOwnComesBeforeTheRecipes() throws {
    let appliance = try appliance()
    #expect(appliance.buildMirror == Self.host["debian"])
    #expect(appliance.install.mirror == nil)
  }

  @Test func recipesFirstWithoutTheHosts() throws {
    let appliance = try appliance(host: ["fedora": Sourced("http://host.example.org", from: .host("dnf"))])
    #expect(appliance.buildMirror?.value == "http://mirror.example.org/debian")
    #expect(appliance.buildMirror?.origin.description.hasSuffix("debian-13.yaml:11:15") == true)
  }

  @Test func sitesComesFirst() throws {
    let appliance = try appliance(site: "mirrors: {debian: \"http://site.example.org/debian\"}\n")
    #expect(appliance.buildMirror?.value == "http://site.example.org/debian")
    #expect(appliance.install.mirror?.asText == appliance.buildMirror)
  }

  @Test func sitesForAnotherDistributionDoesNotCount() throws {
    let appliance = try appliance(site: "mirrors: {rocky: \"http://site.example.org/rocky\"}\n")
    #expect(appliance.buildMirror == Self.host["debian"])
  }

  @Test func flagsBeforeTheSites() throws {
    let appliance = try appliance(
      site: "mirrors: {debian: \"http://site.example.org/debian\"}\n",
      set: ["install.mirror=http://flag.example.org/debian"])
    #expect(appliance.buildMirror?.value == "http://flag.example.org/debian")
    #expect(appliance.buildMirror?.origin == .flag("--set install.mirror=http://flag.example.org/debian"))
  }
}
