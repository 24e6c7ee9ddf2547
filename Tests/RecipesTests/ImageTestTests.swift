import Diagnostics
import Foundation
import Recipes
import Testing

/// How recipes say what is tested of their images.
struct ImageTestTests {
  private static let web = """
    name: web
    parent: debian-13
    test: {boot: full, limit: 3min}
    tests:
      - script: tests/up.sh
        env: {LEVEL: "2"}
      - http: {port: 80, path: /health, body: ok}
      - ports: [22, 80]
      - services: {nginx: {running: true, enabled: true}, ssh: {running: true}}
        # A package and a file may be asked for together with nothing else.
      - packages: {nginx-light: {version: "1.26*"}, telnetd: {installed: false}}
      - files:
          /etc/motd: {exists: false}
          /etc/ssh/sshd_config: {mode: "0644", owner: root:root, contains: Include}

    """

  private func tree(_ shop: String = "") throws -> RecipeTree {
    try RecipeTree([
      "web.yaml": Self.web, "tests/up.sh": "#!/bin/sh\ntrue\n",
      "shop.yaml": "name: shop\nparent: web\n" + shop,
    ])
  }

  private static let checks: [RecipeTest] = [
    .script(.init(path: "tests/up.sh", text: "#!/bin/sh\ntrue\n", environment: ["LEVEL": "2"])),
    .http(.init(port: 80, path: "/health", status: 200, body: "ok")),
    .service(.init(name: "nginx", isRunning: true, isEnabled: true)),
    .service(.init(name: "ssh", isRunning: true)),
    .package(.init(name: "nginx-light", version: "1.26*")),
    .package(.init(name: "telnetd", isInstalled: false)),
    .file(.init(path: "/etc/motd", exists: false)),
    .file(.init(path: "/etc/ssh/sshd_config", mode: "0644", owner: "root:root", contains: "Include")),
  ]

  @Test func everythingIsRead() throws {
    let test = try #require(try tree().resolver().resolve("web").get().test)
    #expect(test.boot == .full && test.limit == 180 && !test.bootsTwice && !test.hasNetwork)
    #expect(test.checks.map(\.value) == Self.checks + [.ports([22, 80])])
    #expect("\(test.checks[0].origin)".hasSuffix("web.yaml:5:5"))
  }

  @Test func aChildAddsToWhatItsParentAsksFor() throws {
    let tree = try tree(
      """
      test: {boot: console, second_boot: true, network: true}
      tests:
        - ports: [443, 22]
        - !remove {script: tests/up.sh}
        - http: {port: 443, status: 301}

      """)
    let test = try #require(try tree.resolver().resolve("shop").get().test)
    #expect(test.boot == .console && test.limit == 180 && test.bootsTwice && test.hasNetwork)
    #expect(
      test.checks.map(\.value) == Self.checks.dropFirst() + [
        .http(.init(port: 443, status: 301)), .ports([22, 80, 443]),
      ])
    let origin: String = "\(test.checks.last?.origin ?? .standard)"
    #expect(origin.contains("web.yaml"), "where ports are first spoken of")
  }

  @Test func withoutAWordAnImageIsTestedInTheUsualWay() throws {
    #expect(try RecipeTree().resolver().resolve("debian-13").get().test == nil)
    #expect(
      try RecipeTree(["web.yaml": "name: web\nparent: debian-13\ntest: {boot: full}\n"]).resolver().resolve(
        "web"
      ).get().test == nil)
  }

  @Test func whatIsAskedForIsExplained() throws {
    let entries = try tree().resolver().explain("web").get().entries
    let keys = entries.map(\.key).filter { $0.hasPrefix("test") }
    #expect(keys.contains("test.limit"))
    #expect(keys.contains("tests[1].http.body"))
    #expect(keys.contains("tests[3].services.nginx.running"))
  }

  @Test(
    arguments: [
      ("test: {boot: maybe}", "'boot' must be one of full, console, none, found 'maybe'"),
      (
        "test: {limit: 5}",
        "'limit' must be a whole number and one of s, min, h, such as 5min, found the number 5"
      ),
      ("tests: [{script: gone.sh}]", "'gone.sh': no such file or directory (gone.sh)"),
      (
        "tests: [{env: {A: b}}]",
        "an item of 'tests' needs 'script' or 'http' or 'ports' or 'services' or 'packages' or 'files'"
      ),
      ("tests: [{http: {path: /}}]", "'http' lacks 'port'"),
      (
        "tests: [{http: {port: 80, path: health}}]",
        "'path' must be a path of an address, such as /health, found 'health'"
      ),
      (
        "tests: [{ports: [0]}]",
        "an item of 'ports' must be a whole number from 1 to 65535, found the number 0"
      ),
      (
        "tests: [{services: {-x: {running: true}}}]",
        "key '-x' must be the name of a systemd unit, such as nginx.service"
      ),
      ("tests: [{services: {nginx: {runing: true}}}]", "unknown key 'runing' (did you mean 'running'?)"),
      (
        "tests: [{files: {etc/motd: {exists: true}}}]",
        "key 'etc/motd' must be an absolute path, such as /var/www/html/index.html"
      ),
      (
        "tests: [{packages: {nginx: {installed: maybe}}}]", "'installed' must be true or false, found 'maybe'"
      ),
      (
        "tests: [{ports: [22], http: {port: 22}}]",
        "an item of 'tests' has both 'http' and 'ports'; leave one out"
      ),
    ])
  func whatIsWrongIsSaid(body: String, message: String) throws {
    let tree = try RecipeTree(["web.yaml": "name: web\nparent: debian-13\n\(body)\n"])
    let complaints = try tree.complaints()
    #expect(
      complaints.contains { $0.hasPrefix("web.yaml:3:") && $0.hasSuffix(": \(message)") }, "\(complaints)")
  }

  @Test func aFileOfTestsIsNoRecipe() throws {
    let tree = try RecipeTree([
      "t/more.yaml": "test: {boot: console}\ntests:\n  - script: up.sh\n  - ports: [22]\n",
      "t/up.sh": "true\n",
      "t/bad.yaml": "tests:\n  - script: ../web.yaml\n  - {}\n", "web.yaml": "", "t/none.yaml": "",
      "t/odd.yaml": "name: web\n",
    ])
    let test = try TestFile.read(tree.path("t/more.yaml"))
    #expect(test.boot == .console)
    #expect(test.checks.map(\.value) == [.script(.init(path: "up.sh", text: "true\n")), .ports([22])])
    for (name, message) in [
      ("bad", "an item of 'tests' needs"), ("none", "it says nothing"), ("odd", "unknown key 'name'"),
      ("gone", "cannot be read"),
    ] {
      let error = #expect(throws: Diagnostics.self) { try TestFile.read(tree.path("t/\(name).yaml")) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }
}
