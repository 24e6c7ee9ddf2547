import Diagnostics
import Foundation
import Subprocess
import Testing

struct CommandLineTests {
  private let program: Program

  init() throws {
    program = try Program()
    try program.write("shop.yaml", "name: shop\nparent: web\nversion: 0.1.0\n")
  }

  /// What is typed wrongly, its exit status, and the whole message.
  @Test(
    arguments: [
      (["bild"], 2, "kiln: unknown verb 'bild' (did you mean 'build'?)\nSee 'kiln --help'.\n"),
      (["build"], 2, "kiln build: name a recipe, or give --all\nSee 'kiln build --help'.\n"),
      (
        ["build", "shop", "--install-limit", "0min"], 2,
        "kiln build: --install-limit takes more than nothing, such as 90min\nSee 'kiln build --help'.\n"
      ),
      (
        ["build", "shop", "--install-limit", "soon"], 2,
        "kiln build: --install-limit takes a time such as 90min, 12h or 14d, not 'soon'\nSee 'kiln build --help'.\n"
      ),
      (["plan", "shp"], 3, "no recipe named 'shp' (did you mean 'shop'?)\n"),
      (
        ["plan", "shop", "--set", "install.timzone=UTC"], 3,
        "--set install.timzone=UTC: unknown key 'timzone' (did you mean 'timezone'?)\n"
      ),
      (
        ["plan", "shop", "--library", "/nowhere"], 4,
        "kiln: /nowhere is no library: it has no folder 'distributions'\n"
      ),
    ] as [([String], Int32, String)])
  func aMistakeIsNamed(words: [String], status: Int32, message: String) async throws {
    let result = try await program.run(words)
    #expect(result.messages == message)
    #expect(result.status == .exited(status))
    #expect(result.output == "")
  }

  @Test func thePlanTellsWhatIsBuiltAndWhy() async throws {
    let result = try await program.run(["plan", "shop", "--format", "json"])
    let plan = try result.plan()
    #expect(plan.layers.map(\.recipe) == ["debian-13", "debian-13", "web"])
    #expect(plan.layers.allSatisfy { $0.reason == "never built" })
  }

  @Test func anotherTimeZoneIsAStepOnTheSameRoot() async throws {
    let before = try await program.run(["plan", "shop", "--format", "json"])
    let after = try await program.run([
      "plan", "shop", "--format", "json", "--set", "install.timezone=Europe/Prague",
    ])
    let keys = try [before, after].map { try $0.plan().layers.map(\.key) }
    #expect(keys[1].prefix(3) == keys[0][...])
    #expect(keys[1].count == 4)
  }

  @Test func aSettingThatNeedsAnInstallationIsNamed() async throws {
    try program.write(
      "own/desk.yaml",
      "name: desk\nparent: debian-13\ninstall:\n  timezone: Europe/Prague\n  kernel_arguments: [quiet]\n")
    let result = try await program.run(["plan", "desk", "--recipes", "own"])
    #expect(
      result.messages
        == "kiln: desk needs an installation of its own: install.kernel_arguments at own/desk.yaml:5:22\n")
  }

  @Test func aPlanNeedsNoSecret() async throws {
    try program.write("own/a.sh", "#!/bin/sh\n")
    try program.write(
      "own/desk.yaml",
      """
      name: desk
      parent: debian-13
      secrets: {TOKEN: {env: DESK_TOKEN}}
      provision: [{script: a.sh, secrets: [TOKEN]}]

      """)
    let words = ["desk", "--recipes", "own"]
    let plan = try await program.run(["plan"] + words)
    #expect(plan.status == .exited(0))
    #expect(plan.output.contains("key depends on secret TOKEN, which is not set"))
    let known = try await program.run(["plan"] + words, environment: ["DESK_TOKEN": "x"])
    #expect(!known.output.contains("depends on secret"))
    #expect(try await program.run(["check"] + words).status == .exited(0))
    #expect(try await program.run(["answers"] + words).status == .exited(0))
    let built = try await program.run(["build"] + words)
    #expect(
      built.messages
        == "own/desk.yaml:3:24: desk: the secret 'TOKEN' has no value: set the environment variable DESK_TOKEN\n"
    )
    let empty = try await program.run(["plan"] + words, environment: ["DESK_TOKEN": ""])
    #expect(empty.status == .exited(3))
    #expect(
      empty.messages
        == "own/desk.yaml:3:24: desk: the secret 'TOKEN' is empty: set the environment variable DESK_TOKEN\n")
  }

  @Test func whatIsProbablyWrongIsFoundByCheckAlone() async throws {
    try program.write("own/a.sh", "echo hello\n")
    try program.write(
      "own/desk.yaml",
      """
      name: desk
      parent: debian-13
      install: {timezone: Europe/Prag, locale: cs_CZ.utf8, keyboard: czz}
      files: [{source: a.sh, to: /srv/a, owner: "www-dta:4711"}]
      provision: [{script: a.sh}]

      """)
    let check = try await program.run(["check", "desk", "--recipes", "own"])
    #expect(
      check.output == """
        own/a.sh:1:1: script of own/desk.yaml:5:13: line 1 names no interpreter: begin it with '#!/bin/sh'
        own/desk.yaml:3:21: no time zone is called 'Europe/Prag' (did you mean 'Europe/Prague'?)
        own/desk.yaml:3:64: no keyboard layout is called 'czz' (did you mean 'cz'?)
        own/desk.yaml:4:43: 'www-dta' is no usual account (did you mean 'www-data'?)
        1 recipe checked, 4 problems

        """)
    #expect(check.status == .exited(3))
    #expect(try await program.run(["plan", "desk", "--recipes", "own"]).status == .exited(0))
  }

  @Test func aBrokenFileSpoilsOnlyItself() async throws {
    try program.write("own/desk.yaml", "name: desk\nparent: debian-13\n")
    try program.write("own/broken.yaml", "name: broken\n\tparent: debian-13\n")
    let fault = "own/broken.yaml:2:1: a tab, where YAML takes only spaces: indent with spaces\n"
    let warning =
      "warning: another file here is no sound recipe: own/broken.yaml; 'kiln check' tells more\n"
    let plan = try await program.run(["plan", "desk", "--recipes", "own"])
    #expect(plan.status == .exited(0))
    #expect(plan.messages == warning)
    let list = try await program.run(["list", "--recipes", "own"])
    #expect(list.status == .exited(0))
    #expect(list.messages == warning)
    #expect(list.output.contains("desk"))
    let both = try await program.run(["check", "desk", "--recipes", "own"])
    #expect(both.messages == "warning: \(fault)")
    for written in ["broken", "own/broken.yaml"] {
      let asked = try await program.run(["plan", written, "--recipes", "own"])
      #expect(asked.status == .exited(3))
      #expect(asked.messages == fault, "what is asked for has an error, no warning")
    }
    let check = try await program.run(["check", "--recipes", "own"])
    #expect(check.status == .exited(3))
    #expect(check.messages == "")
  }

  @Test(arguments: ["own/desk", "./own/desk", "own/desk/desk.yaml", "own/desk/"])
  func aRecipeIsNamedByItsPath(path: String) async throws {
    try program.write("own/desk/desk.yaml", "name: office\nparent: debian-13\n")
    let plan = try await program.run(["plan", path, "--format", "json"])
    #expect(plan.messages == "")
    #expect(try plan.plan().images.map(\.name) == ["office"])
  }

  @Test(arguments: [("desk", "./desk.yaml"), ("things", "./things"), ("rack", "./rack/rack.yaml")])
  func aFileThatIsNamedLikeAMissingRecipeIsWhatIsMeant(name: String, path: String) async throws {
    try program.write("desk.yaml", "name: office\nparent: debian-13\n")
    try program.write("things/a.yaml", "name: a\nparent: debian-13\n")
    try program.write("rack/rack.yaml", "name: b\nparent: debian-13\n")
    let plan = try await program.run(["plan", name])
    #expect(plan.messages == "no recipe named '\(name)' (did you mean '\(path)'?)\n")
    #expect(plan.status == .exited(3))
  }

  @Test func aVariantHasANameOfItsOwn() async throws {
    let words = ["plan", "shop", "--format", "json", "--set", "hardware.cpus=2"]
    let plan = try await program.run(words + ["--as", "shop-big"])
    #expect(try plan.plan().images.map(\.name) == ["shop-big"])
    #expect(plan.messages == "")
    let unnamed = try await program.run(words)
    #expect(unnamed.messages.contains("give it a name of its own with --as NAME"))
    let taken = try await program.run(words + ["--as", "web"])
    #expect(taken.status == .exited(3))
    #expect(taken.messages.hasPrefix("--as web: a recipe has that name, at "))
  }

  @Test func aNewFolderBuildsOnItsParent() async throws {
    let made = try await program.run(["init", "stall", "--parent", "web"])
    #expect(made.status == .exited(0), "\(made.messages)")
    #expect(made.messages.hasSuffix("next: kiln build --recipes stall stall\n"))
    let checked = try await program.run(["check", "stall", "--recipes", "stall"])
    #expect(checked.output == "1 recipe checked, nothing wrong\n")
    let again = try await program.run(["init", "stall", "--parent", "web"])
    #expect(again.status == .exited(2))
    #expect(again.messages.hasPrefix("kiln init: \(program.folder)/stall/stall.yaml is there already\n"))
  }

  @Test(arguments: ["debian-13", "web"])
  func aNewRecipeIsNotItsOwnParent(name: String) async throws {
    let made = try await program.run(["init", name, "--parent", "web"])
    #expect(made.status == .exited(2))
    #expect(made.messages.contains("give the folder another name, such as 'my-\(name)'"), "\(made.messages)")
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/\(name)/\(name).yaml"))
  }

  @Test(arguments: ["MyShop", "my shop", "null"])
  func aFolderWhoseNameNoRecipeCanHaveIsNotMade(name: String) async throws {
    let made = try await program.run(["init", name, "--parent", "web"])
    #expect(made.status == .exited(2))
    #expect(
      made.messages.hasPrefix(
        "kiln init: the folder's name becomes the recipe's, and '\(name)' cannot be one: "
          + "a name of lower-case letters, digits, '.', '-' and '_', and not null\n"), "\(made.messages)")
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/\(name)"))
  }

  @Test func mistakesInAnswersAreToldWithTheirPlaces() async throws {
    try program.write(
      "own/stall.yaml",
      """
      name: stall
      parent: debian-13
      version: 1.0.0
      install:
        raw: [d-i a/b]
      """)
    let text = try await program.run(["check", "stall", "--recipes", "own"])
    #expect(
      text.output == """
        own/stall.yaml:5:9: expected 'owner question type value'
        1 recipe checked, 1 problem

        """)
    let json = try await program.run(["check", "stall", "--recipes", "own", "--format", "json"])
    let report = try JSONDecoder().decode(CheckOutput.self, from: Data(json.output.utf8))
    #expect(
      report.problems.map { "\($0.code) \($0.file):\($0.line):\($0.column)" } == ["recipe own/stall.yaml:5:9"]
    )
  }

  @Test func shippedRecipesAreRight() async throws {
    let result = try await program.run(["check", "debian-13", "web", "wiki"])
    #expect(result.output == "3 recipes checked, nothing wrong\n")
  }

  /// What the firmware needs is in no recipe: only the plan of each writer knows that it is too much.
  @Test(
    arguments: [
      ("debian-13", "ext4", 4614), ("debian-13-bootstrap", "ext4", 4354), ("rocky-9", "xfs", 4298),
      ("ubuntu-24.04", "ext4", 4610),
    ])
  func partitionsThatDoNotFitAreFoundWithTheirPlace(
    parent: String, filesystem: String, needed: Int
  ) async throws {
    let recipe = """
      name: tight
      parent: \(parent)
      version: "1"
      hardware: {firmware: uefi, disks: !replace [{name: system, size: 4200MiB, role: system}]}
      install:
        storage:
          table: gpt
          partitions: !replace
            - {mount: /, filesystem: \(filesystem), size: 4GiB, grow: true}

      """
    let file = "\(program.folder)/tight.yaml"
    try Data(recipe.utf8).write(to: URL(fileURLWithPath: file))
    let result = try await program.run(["check", "tight", "--recipes", program.folder])
    #expect(result.status == .exited(3))
    #expect(
      result.output.hasSuffix(
        "tight.yaml:9:9: storage: the partitions need a disk of \(needed) MiB, but 'system' has 4200 MiB\n"
          + "1 recipe checked, 1 problem\n"), "\(result.output)")
  }
}

private struct CheckOutput: Decodable {
  struct Problem: Decodable {
    let code: String
    let file: String
    let line: Int
    let column: Int
    let message: String
  }

  let problems: [Problem]
}
