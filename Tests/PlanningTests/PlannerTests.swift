import Planning
import Provisioners
import Recipes
import Testing

struct PlannerTests {
  private static let base = Fixture.appliance(
    "web", Fixture.link("web", Fixture.packages("nginx"), Fixture.file(), Fixture.script()))

  private func layers(_ appliance: Appliance) throws -> [PlannedLayer] {
    try Planner.plan([appliance]).layers
  }

  @Test func aDistributionHasAnInstalledLayerAndAProvisionedOne() throws {
    let layers = try layers(Fixture.appliance("debian-13"))
    #expect(layers.map(\.name.description) == ["debian-13 (installed)", "debian-13"])
    #expect(layers[0].parent == nil)
    #expect(layers[1].parent == layers[0].key)
  }

  @Test func aRecipeWithoutStepsAddsNoLayer() throws {
    let plan = try Planner.plan([Fixture.appliance("web", Fixture.link("web"))])
    #expect(plan.layers.count == 2)
    #expect(plan.images[0].leaf == plan.layers[1].key)
  }

  /// What is released is there: only what derives from it is planned.
  @Test(arguments: [true, false])
  func onAReleaseOnlyOwnLayersArePlanned(hasSteps: Bool) throws {
    let link = hasSteps ? Fixture.link("shop", Fixture.script()) : Fixture.link("shop")
    var appliance = Fixture.appliance("shop", Fixture.link("web", Fixture.file()), link)
    let layers = ["0a", "0b", "0c"]
    appliance.base = Appliance.Base(name: "web", version: "1.4.0", manifest: "0d", layers: layers, links: 2)
    let plan = try Planner.plan([appliance])
    #expect(plan.layers.map(\.name.description) == ["shop"])
    #expect(plan.layers[0].parent?.hex == "0c")
    #expect(plan.images[0].layers.map(\.hex) == layers + [plan.layers[0].key.hex])
    #expect(
      plan.layers[0].inputs.prefix(2) == [
        Input("parent", "web@1.4.0"), Input("parent's manifest", "sha256:0d"),
      ])
    appliance.base?.manifest = "0e"
    let other = try Planner.plan([appliance])
    #expect(other.layers[0].key != plan.layers[0].key)
    #expect(other.images[0].key != plan.images[0].key)
    appliance.base?.manifest = "0d"
    appliance.base?.channel = "stable"
    #expect(try Planner.plan([appliance]).images[0].key == plan.images[0].key, "however it was found")
  }

  @Test func appliancesShareTheLayersTheyHaveInCommon() throws {
    let plan = try Planner.plan([
      Fixture.appliance("web", Fixture.link("web", Fixture.file())),
      Fixture.appliance("wiki", Fixture.link("web", Fixture.file()), Fixture.link("wiki", Fixture.script())),
    ])
    #expect(plan.layers.map(\.name.recipe) == ["debian-13", "debian-13", "web", "wiki"])
    #expect(plan.images[1].layers.prefix(3) == plan.images[0].layers[...])
  }

  /// Each change, and the first layer of the chain (0 installed, 1 provisioned, 2 web) whose key it must change.
  @Test(arguments: [
    (Fixture.appliance("web", timezone: "Europe/Prague", base.chain[1]), 0),
    (
      Fixture.appliance(
        "web", Fixture.link("web", Fixture.packages("nginx", "git"), Fixture.file(), Fixture.script())), 2
    ),
    (
      Fixture.appliance(
        "web", Fixture.link("web", Fixture.packages("nginx"), Fixture.file("00"), Fixture.script())), 2
    ),
    (
      Fixture.appliance(
        "web", Fixture.link("web", Fixture.packages("nginx"), Fixture.file(mode: 0o600), Fixture.script())), 2
    ),
    (
      Fixture.appliance(
        "web", Fixture.link("web", Fixture.packages("nginx"), Fixture.file(owner: "www"), Fixture.script())),
      2
    ),
    (
      Fixture.appliance(
        "web", Fixture.link("web", Fixture.packages("nginx"), Fixture.script(), Fixture.file())), 2
    ),
    (
      Fixture.appliance(
        "web", Fixture.link("web", Fixture.packages("nginx"), Fixture.file(), Fixture.script(env: ["A": "1"]))
      ), 2
    ),
  ])
  func aChangeReachesTheKeysFromItsLayerOn(changed: Appliance, first: Int) throws {
    let before = try layers(Self.base).map(\.key)
    let after = try layers(changed).map(\.key)
    #expect(before.count == after.count)
    for index in before.indices {
      #expect((before[index] == after[index]) == (index < first), "layer \(index)")
    }
  }

  private static func tree(_ metadata: [Source.Metadata]) -> Appliance {
    let entries = ["a", "b"].enumerated().map {
      Source.Entry(path: $1, kind: .file(sha256: "aa", mode: 0o644), metadata: metadata[$0])
    }
    let source = Source(written: "tree", path: "/r/tree", content: .folder(mode: 0o755, entries))
    let step = Step(FileStep(source: source, destination: "/srv"), from: .recipe(Fixture.place))
    return Fixture.appliance("web", Fixture.link("web", step))
  }

  @Test func whatStatDoesNotShowIsInTheKeyWhereThereIsSome() throws {
    let all: [Source.Metadata] = [
      .none, Source.Metadata(hasHoles: true), Source.Metadata(hardLink: "a"),
      Source.Metadata(extendedAttributes: ["security.capability": [1, 0, 0, 2]]),
      Source.Metadata(extendedAttributes: ["security.capability": [1, 0, 0, 3]]),
      Source.Metadata(extendedAttributes: ["user.a": [1, 0, 0, 2]]),
    ]
    let keys = try all.map { try layers(Self.tree([.none, $0]))[2].key }
    #expect(Set(keys).count == all.count)
    let inputs = try layers(Self.tree([.none, .none]))[2].inputs
    #expect(inputs.map(\.value).suffix(2) == ["sha256:aa mode 0644", "sha256:aa mode 0644"])
    let lost = Source.Metadata(lost: ["system.posix_acl_access"])
    #expect(try layers(Self.tree([.none, lost]))[2].key == keys[0], "what is not copied changes nothing")
  }

  @Test func compressionIsInTheImagesKeyUnlessItIsTheDefault() throws {
    var appliance = Self.base
    let key = try Planner.plan([appliance]).images[0].key
    appliance.compression = .zstd
    #expect(try Planner.plan([appliance]).images[0].key == key)
    appliance.compression = .zlib
    let other = try Planner.plan([appliance])
    #expect(other.images[0].key != key)
    #expect(try other.layers.map(\.key) == layers(Self.base).map(\.key), "no layer is built again")
  }

  @Test func aSecretsDigestIsInTheKey() throws {
    var appliance = Fixture.appliance("web", Fixture.link("web", Fixture.script(secrets: ["TOKEN"])))
    appliance.secrets = ["TOKEN": .environment("T")]
    let one = try Planner.plan([appliance], secrets: [.environment("T"): "d1"]).layers
    let other = try Planner.plan([appliance], secrets: [.environment("T"): "d2"]).layers
    #expect(one[2].key != other[2].key)
    #expect(one[1].key == other[1].key)
  }

  @Test func secretsThatAreCalledAlikeAreNotTakenForEachOther() throws {
    let secrets: [SecretSource: String] = [.environment("WEB_TOKEN"): "d1", .file("/k/db"): "d2"]
    let appliances = zip(["web", "db"], secrets.keys.sorted { "\($0)" < "\($1)" }).map { name, source in
      var appliance = Fixture.appliance(name, Fixture.link("app", Fixture.script(secrets: ["TOKEN"])))
      appliance.secrets = ["TOKEN": source]
      return appliance
    }
    let together = try Planner.plan(appliances, secrets: secrets)
    #expect(together.images[0].leaf != together.images[1].leaf)
    for (index, appliance) in appliances.enumerated() {
      let alone = try Planner.plan([appliance], secrets: secrets)
      #expect(alone.images[0].leaf == together.images[index].leaf)
    }
  }

  @Test func anApplianceThatIsNamedTwiceIsPlannedOnce() throws {
    let plan = try Planner.plan([Self.base, Fixture.appliance("wiki"), Self.base])
    #expect(plan.images.map(\.appliance.name) == ["web", "wiki"])
  }

  @Test func theImagesVersionChangesItsKeyAndNoLayers() throws {
    let one = try Planner.plan([Fixture.appliance("web", version: "1.0.0", Self.base.chain[1])])
    let other = try Planner.plan([Fixture.appliance("web", version: "1.0.1", Self.base.chain[1])])
    #expect(one.layers == other.layers)
    #expect(one.images[0].key != other.images[0].key)
  }
}
