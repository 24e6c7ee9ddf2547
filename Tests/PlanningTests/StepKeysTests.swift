import Images
import Planning
import Recipes
import Testing

/// Which steps of a layer are to be carried out again.
struct StepKeysTests {
  private static func layer(_ steps: Step...) throws -> PlannedLayer {
    var link = Fixture.link("web")
    link.steps = steps
    return try #require(try Planner.plan([Fixture.appliance("web", link)]).layers.last)
  }

  @Test func aLayerHasTheLastOfItsKeys() throws {
    let layer = try Self.layer(Fixture.file(), Fixture.script())
    #expect(layer.stepKeys.count == 3)
    #expect(layer.stepKeys.last == layer.key)
    #expect(layer.stepKeys[1] == (try Self.layer(Fixture.file()).key), "a layer of its first step alone")
  }

  @Test(arguments: [
    ([Fixture.file(), Fixture.script()], Retry.nothing),
    ([Fixture.file(), Fixture.script("other")], .from(1)),
    ([Fixture.file("other"), Fixture.script()], .from(0)),
    ([Fixture.file(), Fixture.script(), Fixture.script("more")], .from(2)),
    ([Fixture.file()], .from(1)),
    ([Fixture.script(), Fixture.file()], .from(0)),
  ])
  func theFirstThatChanged(steps: [Step], retry: Retry) throws {
    let done = try Self.layer(Fixture.file(), Fixture.script()).stepKeys
    var link = Fixture.link("web")
    link.steps = steps
    let wanted = try #require(try Planner.plan([Fixture.appliance("web", link)]).layers.last).stepKeys
    #expect(Retry(wanted, done: done) == retry)
    #expect(Retry(wanted, done: Array(done.prefix(1))) == .from(0), "the first step had failed")
    let other = try Self.layer(Fixture.script()).key
    #expect(Retry(wanted, done: [other]) == .otherBase)
  }
}
