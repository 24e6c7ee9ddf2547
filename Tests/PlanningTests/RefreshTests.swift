import Planning
import Recipes
import Testing

struct RefreshTests {
  private static let web = Fixture.appliance(
    "web", Fixture.link("web", Fixture.packages("nginx")), Fixture.link("page", Fixture.file()))

  private let plain: Plan

  init() throws { plain = try Planner.plan([Self.web]) }

  private func refresh(_ stamp: String) -> Refresh {
    Refresh(stamp: stamp, reason: .outdated(security: 2, other: 1))
  }

  /// The plan with one of its layers refreshed: 1 the distribution's provisioned one, 2 web, 3 page.
  private func plan(refreshing index: Int, _ stamp: String = "2026-11-21T00:00:00Z") throws -> Plan {
    let place = try #require(plain.layers[index].place)
    return try Planner.plan([Self.web], refreshes: [place: refresh(stamp)])
  }

  @Test(arguments: 1...3)
  func aRefreshedLayerAndWhatDerivesFromItGetOtherKeys(index: Int) throws {
    let keys = try plan(refreshing: index).layers.map(\.key)
    let before = plain.layers.map(\.key)
    #expect(keys[..<index] == before[..<index])
    #expect(Set(keys[index...]).isDisjoint(with: before))
    #expect(try plan(refreshing: index).layers.map(\.key) == keys, "the same stamp, the same keys")
    #expect(try plan(refreshing: index, "2026-11-22T00:00:00Z").layers[index].key != keys[index])
  }

  @Test func oneLayersRefreshIsForAllThatItsImagesLack() {
    let one = Refresh(
      stamp: "s", reason: .outdated(security: 0, other: 1), sought: ["p": "2"])
    let other = Refresh(
      stamp: "s", reason: .outdated(security: 1, other: 1), sought: ["q": "3", "r": "4"])
    for joined in [one.joined(with: other), other.joined(with: one)] {
      #expect(joined.reason == .outdated(security: 1, other: 1))
      #expect(joined.sought == ["p": "2", "q": "3", "r": "4"])
    }
  }

  /// All other ways to a root take updates in by themselves, or take what is given as it is.
  @Test func onlyTheFirstLayerOnDebiansInstallerUpgradesWithoutARefresh() {
    #expect(plain.layers.map(\.upgrades) == [false, true, false, false])
    let updated = KeySample.all.compactMap(\.appliance.installer.program).filter(\.leavesUpdates)
    #expect(updated.map(\.kind) == [.debianInstaller])
  }

  @Test func aRefreshedLayerUpgradesItsPackages() throws {
    #expect(try plan(refreshing: 2).layers.map(\.upgrades) == [false, true, true, false])
  }

  @Test func anInstalledDiskIsNeverRefreshed() {
    #expect(plain.layers[0].place == nil)
  }

  /// Otherwise a changed step would bring back the packages of the installed disk.
  @Test func aRefreshOutlivesAChangeOfTheLayersSteps() throws {
    let place = try #require(plain.layers[2].place)
    let changed = Fixture.appliance("web", Fixture.link("web", Fixture.packages("nginx", "git")))
    let layer = try Planner.plan([changed], refreshes: [place: refresh("s")]).layers[2]
    #expect(layer.refresh == refresh("s"))
    #expect(layer.key != plain.layers[2].key)
  }

  @Test func theReasonIsTheRefreshOnceAndTheStepsAfterwards() throws {
    let old = plain.layers.map { LayerRecord(name: $0.name, key: $0.key, inputs: $0.inputs) }
    let plan = try plan(refreshing: 1)
    let reasons = plan.reasons(present: Set(plain.layers.map(\.key))) { _ in old }
    let texts = plan.layers.map { reasons[$0.key].map(\.description) }
    #expect(
      texts == [
        nil, "2 security updates and 1 other update", "its parent debian-13 is rebuilt",
        "its parent web is rebuilt",
      ])
    let refreshed = plan.layers.map { LayerRecord(name: $0.name, key: $0.key, inputs: $0.inputs) }
    let place = try #require(plain.layers[1].place)
    var changed = Self.web
    changed.chain[0] = Fixture.link("debian-13", Fixture.script("dd"))
    let next = try Planner.plan([changed], refreshes: [place: refresh("2026-11-21T00:00:00Z")])
    let after = next.reasons(present: Set(plan.layers.map(\.key))) { _ in refreshed }
    #expect(after[next.layers[1].key]?.description == "scripts/a.sh changed")
  }

  /// Ages in hours of each layer, root first, and the layer that is older than ten hours.
  @Test(
    arguments: [
      ([1, 1, 1, 1], nil), ([30, 1, 1, 1], 1), ([1, 30, 1, 1], 1), ([1, 1, 30, 1], 2), ([30, 30, 30, 30], 1),
      // A copy of files does not get old.
      ([1, 1, 1, 30], nil),
    ] as [([Double], Int?)])
  func theFirstLayerWhosePackagesAreOldIsRefreshed(ages: [Double], expected: Int?) throws {
    let found = plain.refreshes(olderThan: 36_000, stamp: "s") { key in
      plain.layers.firstIndex { $0.key == key }.map { ages[$0] * 3600 }
    }
    #expect(found.keys.map(\.self) == expected.flatMap { plain.layers[$0].place }.map { [$0] } ?? [])
    #expect(found.values.allSatisfy { $0.reason.description == "built 30 hours ago" })
  }

  @Test func whatIsRefreshedOnAnOldDiskIsYoung() throws {
    let plan = try plan(refreshing: 1)
    let found = plan.refreshes(olderThan: 36_000, stamp: "s") { key in
      plan.layers[0].key == key ? 400_000 : 3600
    }
    #expect(found == [:])
  }

  @Test(
    arguments: [
      ("never", .never), ("updates", .updates), ("7d", .olderThan(seconds: 604_800)),
      ("12h", .olderThan(seconds: 43_200)), ("30min", .olderThan(seconds: 1800)), ("0d", nil), ("-1d", nil),
      ("7", nil), ("d", nil), ("7w", nil), ("", nil), ("99999999999d", nil),
    ] as [(String, RefreshPolicy?)])
  func policiesAreRead(text: String, expected: RefreshPolicy?) {
    #expect(RefreshPolicy(text) == expected)
  }

  @Test(arguments: [
    (Staleness.outdated(security: 1, other: 0), "1 security update"),
    (.outdated(security: 0, other: 2), "2 other updates"), (.old(seconds: 700_000), "built 8 days ago"),
    (.old(seconds: 90), "built 1 minute ago"), (.old(seconds: 100_000), "built 27 hours ago"),
  ])
  func reasonsAreSaidInWords(staleness: Staleness, expected: String) {
    #expect(staleness.description == expected)
  }
}
