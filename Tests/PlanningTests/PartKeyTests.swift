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
  @Test(arguments: [
    ("formats", [true, false, false]), ("title", [true, false, true]), ("version", [true, false, true]),
    ("compression", [true, true, true]), ("compat", [true, true, true]), ("steps", [true, true, true]),
  ])
  func eachIsNamedByWhatItFollowsFrom(what: String, differs: [Bool]) throws {
    let after = try Self.keys { appliance in
      switch what {
      case "formats": appliance.formats = [.qcow2, .vmdk]
      case "title": appliance.title = "Web"
      case "version": appliance.version = "2"
      case "compression": appliance.compression = .zlib
      case "compat": appliance.qcow2Compat = .old
      default: appliance.chain[1].steps = [Fixture.script()]
      }
    }
    #expect(zip(try Self.keys(), after).map(!=) == differs, "\(what)")
  }

  @Test func noTwoAreAlike() throws {
    let image = try Planner.plan([Fixture.appliance("web")]).images[0]
    let keys = [image.key, image.sealKey] + ImageFormat.allCases.map(image.partKey)
    #expect(Set(keys).count == keys.count)
  }
}
