import Diagnostics
import Foundation
import JSON
import Provisioners
import Recipes
import Testing

/// What holds of every kind of provisioner.
struct ProvisionerRegistryTests {
  @Test func noTwoKindsHaveAKeyOrAnEncodedNameInCommon() {
    let kinds = ProvisionerRegistry.all.kinds
    let keys = kinds.flatMap { kind in ([kind.field] + kind.options).map(\.name) }
    #expect(Set(keys).count == keys.count, "\(keys)")
    #expect(Set(kinds.map { $0.encodedName }).count == kinds.count)
    #expect(!kinds.contains { $0.encodedName == "origin" }, "a step has a member of this name")
  }

  @Test(arguments: [
    (
      "packages: [a]\nfiles: [{source: page, to: /p}]\nprovision: [{script: a.sh}]\n",
      ["packages a", "file page", "script a.sh"], ["6:12", "7:9", "8:13"]
    ),
    (
      "provision: [{script: a.sh}, {packages: [a, b]}, {files: [{source: page, to: /p}]}, {packages: [c]}]\n",
      ["script a.sh", "packages a b", "file page", "packages c"], ["6:13", "6:29", "6:58", "6:84"]
    ),
    (
      "provision: [{files: [{source: page, to: /p}, {source: a.sh, to: /a}]}, {script: a.sh}]\npackages: [a]\n",
      ["packages a", "file page", "file a.sh", "script a.sh"], ["7:12", "6:22", "6:46", "6:72"]
    ),
    ("provision: [{packages: []}, {files: []}]\n", [], []),
  ])
  func stepsAreOfAnyKindInTheOrderWritten(recipe: String, titles: [String], places: [String]) throws {
    let reading = try RecipeReading()
    let steps = try reading.steps(recipe)
    #expect(steps.map(\.action.title) == titles)
    #expect(steps.map(reading.place) == places.map { "base.yaml:\($0)" })
  }

  @Test(arguments: [
    ("{packages: nginx}", ["base.yaml:6:24: 'packages' must be a list, found 'nginx'; write [nginx]"]),
    (
      "{packages: [a], script: a.sh}",
      ["base.yaml:6:13: an item of 'provision' has both 'packages' and 'script'; leave one out"]
    ),
    (
      "{packages: [a], env: {A: b}}",
      ["base.yaml:6:13: an item of 'provision' has 'env' and so needs 'script'"]
    ),
    ("{package: [a]}", ["base.yaml:6:14: unknown key 'package' (did you mean 'packages'?)"]),
    ("{files: [{source: page}]}", ["base.yaml:6:22: an item of 'files' lacks 'to'"]),
    (
      "{files: [{source: page, to: /a/../b}, {source: none, to: /a}]}",
      [
        "base.yaml:6:41: 'to' must not contain '..'",
        "base.yaml:6:60: 'none': no such file or directory (none)",
      ]
    ),
    (
      "{script: a.sh, secrets: [KEY]}",
      ["base.yaml:6:38: secret 'KEY' is not declared under 'secrets'"]
    ),
  ])
  func whatIsWrongIsSaidWithItsPlace(item: String, expected: [String]) throws {
    #expect(
      try RecipeReading().faults("provision: [\(item)]\n").filter { !$0.contains("needs 'packages'") }
        == expected)
  }

  @Test func anItemOfNoKindIsRefused() throws {
    let kinds = ProvisionerRegistry.all.kinds.map { "'\($0.name)'" }.joined(separator: " or ")
    #expect(
      try RecipeReading().faults("provision: [{}]\n") == [
        "base.yaml:6:13: an item of 'provision' needs \(kinds)"
      ])
  }

  /// Keys of layers are digests of this form, and orders to other processes are written in it.
  @Test func stepsAreWrittenAsJSONAndReadAgain() throws {
    let steps = try RecipeReading().steps(
      "packages: [a]\nprovision: [{files: [{source: page, to: /p, mode: \"0640\"}]}, {script: a.sh, env: {A: b}}]\n"
    )
    let text = try compactJSON(steps)
    let found = try parseJSON(text)
    guard case .array(let items) = found, case .object(let first) = items.first else {
      Issue.record("no list of objects: \(found)")
      return
    }
    #expect(Set(first.keys) == ["packages", "origin"])
    #expect(
      try decodeJSON([Step].self, from: text, userInfo: [.provisioners: ProvisionerRegistry.all]) == steps)
  }

  @Test(arguments: [
    (
      ProvisionerRegistry.all, #"[{"paint": {"_0": {}}, "origin": {"standard": {}}}]"#,
      "no kind of provisioner is called 'paint'"
    ),
    (
      ProvisionerRegistry([]), #"[{"packages": {"_0": []}, "origin": {"standard": {}}}]"#,
      "no kind of provisioner is called 'packages'"
    ),
    (
      nil, #"[{"packages": {"_0": []}, "origin": {"standard": {}}}]"#,
      "the decoder has not been told what kinds of provisioner there are"
    ),
  ])
  func whatIsNoKindIsNotRead(kinds: ProvisionerRegistry?, text: String, message: String) {
    let error = #expect(throws: DecodingError.self) {
      try decodeJSON([Step].self, from: text.utf8, userInfo: kinds.map { [.provisioners: $0] } ?? [:])
    }
    #expect("\(error, default: "")".contains(message))
  }

  @Test func aStepSaysWhatItNeeds() throws {
    let steps = try RecipeReading().steps(
      "packages: [a, b]\nfiles: [{source: page, to: /p, owner: www}]\nsecrets: {KEY: {env: K}}\nprovision: [{script: a.sh, arguments: [x], env: {A: b}, secrets: [KEY]}]\n"
    )
    #expect(steps.map(\.action.needsNetwork) == [true, false, true])
    #expect(steps.map(\.action.fetchesPackages) == [true, false, false])
    #expect(steps.map(\.action.placedPaths) == [[], ["/p"], []])
    #expect(steps.map(\.action.secrets) == [[], [], ["KEY"]])
    let inputs = steps.flatMap { $0.action.inputs(secrets: ["KEY": "d1"]) }
    #expect(
      inputs.map(\.name) == [
        "packages", "place of page", "page", "a.sh", "a.sh argument 1", "a.sh env A", "a.sh secret KEY",
      ])
    #expect(inputs.first?.value == "a b")
    #expect(inputs.last?.value == "d1")
  }
}
