import Foundation
import Images
import Planning
import Provisioners
import Recipes
import Testing

struct JobGraphTests {
  private static let web = Fixture.appliance("web", Fixture.link("web", Fixture.file()))
  private static let wiki = Fixture.appliance(
    "wiki", Fixture.link("web", Fixture.file()), Fixture.link("wiki", Fixture.script()))

  private func graph(
    _ plan: Plan, present: Set<LayerKey> = [], upToDate: Set<String> = [], wanted: Wanted = Wanted(),
    tested: Set<String> = [], known: Set<String> = [], parts: Set<ImageFormat> = []
  ) -> JobGraph {
    JobGraph(
      plan, wanted: wanted,
      there: Inventory(
        layers: present, image: { upToDate.contains($0.appliance.name) ? .current : .absent },
        parts: { _ in parts },
        isBootTested: { tested.contains($0.appliance.name) },
        isInspected: { known.contains($0.appliance.name) }, isAttested: { known.contains($0.appliance.name) })
    )
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

  private static var published: Appliance {
    var appliance = web
    appliance.formats = [.qcow2, .vmdk, .ova]
    return appliance
  }

  /// Parts, with the formats that are there, and the jobs that are left.
  @Test(
    arguments: [
      (
        [],
        [
          "disks of web-1.0.0 < web", "web-1.0.0 as vmdk < disks of web-1.0.0",
          "web-1.0.0 as ova < disks of web-1.0.0",
          "web-1.0.0 < web disks of web-1.0.0 web-1.0.0 as vmdk web-1.0.0 as ova",
        ]
      ),
      // A layer that is made anew is another one.
      (
        [.qcow2],
        [
          "web-1.0.0 as vmdk < ", "web-1.0.0 as ova < ", "web-1.0.0 < web-1.0.0 as vmdk web-1.0.0 as ova",
        ]
      ),
      ([.qcow2, .ova], ["web-1.0.0 as vmdk < ", "web-1.0.0 < web-1.0.0 as vmdk"]),
      ([.qcow2, .vmdk, .ova], ["web-1.0.0 < "]),
    ] as [(Set<ImageFormat>, [String])])
  func furtherFormatsAreMadeFromTheSealedDisks(parts: Set<ImageFormat>, expected: [String]) throws {
    let plan = try Planner.plan([Self.published])
    let present = parts.isEmpty ? Set(plan.images[0].layers.dropLast()) : Set(plan.images[0].layers)
    let jobs = graph(plan, present: present, parts: parts).jobs.filter { $0.name.kind != .layer }
    #expect(jobs.map { "\($0.name) < \($0.needs.map(\.label).joined(separator: " "))" } == expected)
    #expect(jobs.map(\.name.kind) == expected.dropLast().map { _ in .part } + [.image])
    #expect(graph(plan, upToDate: ["web"], parts: parts).jobs.isEmpty)
  }

  @Test func partsOfALayerThatIsRebuiltAreMadeAgain() throws {
    let jobs = graph(try Planner.plan([Self.published]), parts: [.qcow2, .vmdk, .ova]).jobs
    #expect(jobs.filter { $0.name.kind == .part }.count == 3)
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
    #expect(jobs[0].demand.memory > (jobs[0].image.appliance.installer.program?.memory ?? .max))
    #expect(jobs.allSatisfy { $0.demand.cpus == 1 && $0.demand.memory > 0 })
  }

  @Test func anImageThatIsWantedTestedIsBootedOnceItIsSealed() throws {
    let plan = try Planner.plan([Self.web, Self.wiki])
    let wanted = Wanted(bootTest: .init(limit: .seconds(120), isEmulated: true))
    let sealed = graph(plan, upToDate: ["web"], wanted: wanted).jobs.filter { $0.name.kind == .check }
    #expect(
      sealed.map { "\($0.name) < \($0.needs)" } == [
        "boot of web-1.0.0 < []", "boot of wiki-1.0.0 < [wiki-1.0.0]",
      ])
    #expect(sealed.map(\.demand.cpus) == [.max, .max], "emulated guests slow one another down")
    let tested = graph(plan, upToDate: ["web", "wiki"], wanted: wanted, tested: ["web", "wiki"])
    #expect(!tested.jobs.contains { $0.name.kind == .check })
    #expect(!graph(plan).jobs.contains { $0.name.kind == .check }, "unless it is wanted")
  }

  /// Statements are signed once all is known of an image that will be, and again where something new is.
  @Test func anImageIsInspectedAndSignedOnceItIsSealed() throws {
    let plan = try Planner.plan([Self.web, Self.wiki])
    let wanted = Wanted(bootTest: .init(limit: .seconds(120)), inspection: true, attestation: true)
    func later(upToDate: Set<String>, tested: Set<String>, known: Set<String>) -> [String] {
      graph(plan, upToDate: upToDate, wanted: wanted, tested: tested, known: known).jobs
        .filter { [.inspection, .attestation].contains($0.name.kind) }
        .map { "\($0.name) < \($0.needs.map(\.label).joined(separator: ", "))" }
    }
    let all: Set = ["web", "wiki"]
    #expect(
      later(upToDate: ["web"], tested: ["web"], known: ["web"]) == [
        "inspection of wiki-1.0.0 < wiki-1.0.0",
        "attestation of wiki-1.0.0 < wiki-1.0.0, inspection of wiki-1.0.0, boot of wiki-1.0.0",
      ])
    #expect(
      later(upToDate: all, tested: ["web"], known: all) == ["attestation of wiki-1.0.0 < boot of wiki-1.0.0"])
    #expect(
      later(upToDate: all, tested: all, known: ["wiki"]) == [
        "inspection of web-1.0.0 < ", "attestation of web-1.0.0 < inspection of web-1.0.0",
      ])
    #expect(later(upToDate: all, tested: all, known: all) == [])
  }

  @Test func aJobSurvivesTheWayToAnotherProcess() throws {
    let wanted = Wanted(
      bootTest: .init(limit: .seconds(120), isEmulated: false), inspection: true, attestation: true)
    let jobs = graph(try Planner.plan([Self.published, Self.wiki]), wanted: wanted).jobs
    let decoder = JSONDecoder()
    decoder.userInfo[.provisioners] = ProvisionerRegistry.all
    #expect(try decoder.decode([Job].self, from: try JSONEncoder().encode(jobs)) == jobs)
    #expect(Set(jobs.map(\.name.kind)) == [.layer, .part, .image, .check, .inspection, .attestation])
  }

  @Test func layersAreMadeWithoutImages() throws {
    let plan = try Planner.plan([Self.wiki])
    let keys = Set(plan.images[0].layers.dropLast())
    let jobs = graph(plan).making(keys).jobs
    #expect(jobs.map(\.name.label) == ["debian-13 (installed)", "debian-13", "web"])
    #expect(jobs.map { $0.needs.count } == [0, 1, 1])
  }

  @Test func whatIsMadeInAnApplianceCanGoOnThere() throws {
    let entries = graph(try Planner.plan([Self.web, Self.wiki])).entries { _, _ in 1 }
    let lines = entries.map { "\($0.id) continues \($0.continues?.label ?? "nothing")" }
    #expect(
      lines == [
        "debian-13 (installed) continues nothing", "debian-13 continues nothing", "web continues debian-13",
        "web-1.0.0 continues nothing", "wiki continues web", "wiki-1.0.0 continues nothing",
      ])
  }
}
