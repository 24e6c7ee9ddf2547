import Images
import Planning
import Recipes
import Testing

/// What sealed disks and further formats follow from.
struct PartKeyTests {
  private static func keys(_ change: (inout Appliance) -> Void = { _ in }) throws -> [LayerKey] {
    var appliance = Fixture.appliance("web", Fixture.link("web", Fixture.file()))
    change(&appliance)
    let image = try Planner.plan([appliance]).images[0]
    return [image.key, image.sealKey, image.partKey(of: .vmdk)]
  }

  /// Whether the image, its sealed disks and a vmdk of it are others.
  @Test(
    arguments: [
      ("formats", { $0.formats = [.qcow2, .vmdk] }, [true, false, false]),
      ("title", { $0.title = "Web" }, [true, false, true]),
      ("version", { $0.version = "2" }, [true, false, true]),
      ("compression", { $0.compression = .zlib }, [true, true, true]),
      ("compat", { $0.qcow2Compat = .old }, [true, true, true]),
      ("steps", { $0.chain[1].steps = [Fixture.script()] }, [true, true, true]),
    ] as [(String, @Sendable (inout Appliance) -> Void, [Bool])])
  func eachIsNamedByWhatItFollowsFrom(
    what: String, change: @Sendable (inout Appliance) -> Void, differs: [Bool]
  ) throws {
    let (before, after) = (try Self.keys(), try Self.keys(change))
    #expect(zip(before, after).map(!=) == differs, "\(what)")
  }

  @Test func noTwoAreAlike() throws {
    let image = try Planner.plan([Fixture.appliance("web")]).images[0]
    let keys = [image.key, image.sealKey] + ImageFormat.allCases.map(image.partKey)
    #expect(Set(keys).count == keys.count)
  }
}
