import Images
import Recipes
import Testing

@testable import Planning

struct ReasonTests {
  private static let before = Fixture.appliance("web", Fixture.link("web", Fixture.file(), Fixture.script()))

  /// The reasons for the layers of `after`, when the store has what `before` was made of.
  private func reasons(after: Appliance, present: Bool = true) throws -> [String] {
    let old = try Planner.plan([Self.before])
    let new = try Planner.plan([after])
    let records = old.layers.map { LayerRecord(name: $0.name, key: $0.key, inputs: $0.inputs) }
    let reasons = new.reasons(present: present ? Set(old.layers.map(\.key)) : []) { _ in records }
    return new.layers.compactMap { layer in reasons[layer.key].map { "\(layer.name): \($0)" } }
  }

  @Test func nothingIsBuiltWhenNothingChanged() throws {
    #expect(try reasons(after: Self.before) == [])
  }

  @Test func layersThatAreGoneSaySo() throws {
    #expect(
      try reasons(after: Self.before, present: false) == [
        "debian-13 (installed): no longer in the store", "debian-13: no longer in the store",
        "web: no longer in the store",
      ])
  }

  @Test func whatStandsOnALayerThatIsGoneIsMadeAnewWithIt() throws {
    let plan = try Planner.plan([Self.before])
    let present = Set(plan.layers.map(\.key)).subtracting([plan.layers[1].key])
    let reasons = plan.reasons(present: present) { _ in plan.layers.map(\.record) }
    #expect(
      plan.layers.map { reasons[$0.key]?.description } == [
        nil, "no longer in the store", "its parent debian-13 is rebuilt",
      ])
  }

  /// The layer format changes keys and nothing that has a name.
  @Test func aNewLayerFormatSaysSo() throws {
    let plan = try Planner.plan([Self.before])
    let records = plan.layers.map {
      LayerRecord(name: $0.name, key: LayerKey(hex: String($0.key.hex.reversed())), inputs: $0.inputs)
    }
    let reasons = plan.reasons(present: []) { _ in records }
    #expect(
      plan.layers.map { reasons[$0.key]?.description } == [
        "this version of Kiln builds it differently", "its parent debian-13 (installed) is rebuilt",
        "its parent debian-13 is rebuilt",
      ])
  }

  @Test func layersNeverSeenSaySo() throws {
    let plan = try Planner.plan([Self.before])
    let reasons = plan.reasons(present: []) { _ in [] }
    #expect(reasons.values.allSatisfy { $0 == .neverBuilt })
    #expect(reasons.count == 3)
  }

  @Test(arguments: [
    (Fixture.link("web", Fixture.file("00"), Fixture.script()), "web: files/index.html changed"),
    (Fixture.link("web", Fixture.file()), "web: scripts/a.sh removed"),
    (Fixture.link("web", Fixture.script(), Fixture.file()), "web: the order of its inputs changed"),
    (Fixture.link("web", Fixture.packages("git"), Fixture.file(), Fixture.script()), "web: packages added"),
    (
      Fixture.link("web", Fixture.file(), Fixture.script(env: ["LEVEL": "2"])),
      "web: scripts/a.sh env LEVEL added"
    ),
  ])
  func theInputThatDiffersIsNamed(link: Link, expected: String) throws {
    #expect(try reasons(after: Fixture.appliance("web", link)) == [expected])
  }

  @Test func aNewRootIsNamedAndItsChildrenFollow() throws {
    let after = Fixture.appliance("web", timezone: "Europe/Prague", Self.before.chain[1])
    let reasons = try reasons(after: after)
    #expect(reasons.count == 3)
    #expect(
      reasons[0] == "debian-13 (installed): install.timezone changed from 'UTC' to 'Europe/Prague'",
      "the lines that follow from it are not told")
    #expect(reasons[1] == "debian-13: its parent debian-13 (installed) is rebuilt")
    #expect(reasons[2] == "web: its parent debian-13 is rebuilt")
  }

  @Test func sizesAreToldAsRecipesWriteThem() {
    let change = Change.changed("hardware.disks.system", from: "system 8589934592", to: "system 10737418240")
    #expect(change.description == "hardware.disks.system changed from 'system 8GiB' to 'system 10GiB'")
  }

  @Test(arguments: [
    (["answers: a b": "1"], ["answers: a b": "2"], ["answers: a b changed from '1' to '2'"]),
    (
      ["answers: a b": "1", "answers: c d": "1"], ["answers: a b": "2", "answers: c d": "2"],
      ["answer file changed (2 lines)"]
    ),
    (
      ["install.timezone": "UTC", "answers: a b": "1"], ["install.timezone": "CET", "answers: a b": "2"],
      ["install.timezone changed from 'UTC' to 'CET'"]
    ),
    // What no setting was remembered of.
    (
      ["installer.kind": "x", "answers: a b": "1"],
      ["installer.kind": "x", "install.timezone": "CET", "answers: a b": "2"],
      ["answers: a b changed from '1' to '2'"]
    ),
  ])
  func linesOfAnAnswerFileAreToldByTheirSettings(
    before: [String: String], after: [String: String], expected: [String]
  ) {
    let inputs = [before, after].map { $0.sorted { $0.key < $1.key }.map { Input($0.key, $0.value) } }
    #expect(Difference.between(inputs[0], and: inputs[1]).map(\.description) == expected)
  }
}
