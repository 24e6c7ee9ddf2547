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

  @Test func anotherTimeZoneIsAnotherRoot() async throws {
    let before = try await program.run(["plan", "shop", "--format", "json"])
    let after = try await program.run([
      "plan", "shop", "--format", "json", "--set", "install.timezone=Europe/Prague",
    ])
    let keys = try [before, after].map { try $0.plan().layers[0].key }
    #expect(keys[0] != keys[1])
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

  @Test(arguments: ["MyShop", "my shop", "2024", "null"])
  func aFolderWhoseNameNoRecipeCanHaveIsNotMade(name: String) async throws {
    let made = try await program.run(["init", name, "--parent", "web"])
    #expect(made.status == .exited(2))
    #expect(
      made.messages.hasPrefix(
        "kiln init: the folder's name becomes the recipe's, and '\(name)' cannot be one: "
          + "a name of lower-case letters, digits, '.', '-' and '_', and no number\n"), "\(made.messages)")
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
        own/stall.yaml:5:9: expected 'owner question type value' on one line
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
