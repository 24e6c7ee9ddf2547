import Planning
import Testing

struct JobGraphTests {
  private static let web = Fixture.appliance("web", Fixture.link("web", Fixture.file()))
  private static let wiki = Fixture.appliance(
    "wiki", Fixture.link("web", Fixture.file()), Fixture.link("wiki", Fixture.script()))

  private func graph(
    _ plan: Plan, present: Set<LayerKey> = [], upToDate: Set<String> = []
  ) -> JobGraph {
    JobGraph(plan, reasons: plan.reasons(present: present) { _ in [] }) {
      upToDate.contains($0.appliance.name)
    }
  }

  @Test func aJobComesAfterWhatItNeeds() throws {
    let graph = graph(try Planner.plan([Self.web, Self.wiki]))
    let needs = graph.jobs.map { "\($0.name) < \($0.needs.map(\.label).joined(separator: " "))" }
    #expect(
      needs == [
        "debian-13 (installed) < ", "debian-13 < debian-13 (installed)", "web < debian-13", "web-1.0.0 < web",
        "wiki < web", "wiki-1.0.0 < wiki",
      ])
  }

  @Test func aLayerBelongsToTheImageThatEndsWithIt() throws {
    let base = Fixture.appliance("debian-13")
    let jobs = graph(try Planner.plan([Self.wiki, Self.web, base])).jobs
    let owners = jobs.map { "\($0.name): \($0.image.appliance.name)" }
    #expect(
      owners == [
        "debian-13 (installed): debian-13", "debian-13: debian-13", "web: web", "wiki: wiki",
        "wiki-1.0.0: wiki",
        "web-1.0.0: web", "debian-13-1.0.0: debian-13",
      ])
  }

  @Test func onlyWhatIsMissingIsDone() throws {
    let plan = try Planner.plan([Self.web, Self.wiki])
    let graph = graph(plan, present: Set(plan.images[0].layers.prefix(2)), upToDate: ["web"])
    #expect(graph.jobs.map(\.name.label) == ["web", "wiki", "wiki-1.0.0"])
    #expect(graph.jobs[0].needs == [], "its parent is there")
    #expect(graph.reused.map(\.label) == ["debian-13 (installed)", "debian-13"])
    #expect(self.graph(plan, upToDate: ["web", "wiki"]).jobs.isEmpty)
  }

  @Test func layersOfOneRecipeAreToldApart() throws {
    let zone = Fixture.appliance("prague", timezone: "Europe/Prague", Fixture.link("prague", Fixture.file()))
    let labels = graph(try Planner.plan([Self.web, zone])).jobs.map(\.name.label)
    #expect(
      labels == [
        "debian-13 (installed) for web", "debian-13 for web", "web", "web-1.0.0",
        "debian-13 (installed) for prague", "debian-13 for prague", "prague", "prague-1.0.0",
      ])
  }

  @Test func anInstallTakesTheMemoryOfItsMachine() throws {
    let jobs = graph(try Planner.plan([Self.web])).jobs
    #expect(jobs[0].demand.memory > jobs[0].image.appliance.installer.memory)
    #expect(jobs.allSatisfy { $0.demand.cpus == 1 && $0.demand.memory > 0 })
  }
}
