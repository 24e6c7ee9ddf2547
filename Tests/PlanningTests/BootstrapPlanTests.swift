import Images
import Planning
import Recipes
import Testing

struct BootstrapPlanTests {
  private static func unpacked(_ suite: Suite) -> Installer {
    .bootstrap(
      .init(
        archive: .init(suite: suite, keyring: "/k.gpg"),
        mirrors: [Sourced("http://mirror.example.org/debian", from: .standard)]))
  }

  /// Keys of a bootstrapped chain, root first.
  private func keys(_ change: (inout Appliance) -> Void = { _ in }) throws -> [LayerKey] {
    var appliance = Fixture.appliance("web", Fixture.link("web", Fixture.file()))
    appliance.installer = Self.unpacked("trixie")
    appliance.install.packages = [Sourced("linux-image-amd64", from: .standard)]
    change(&appliance)
    return try Planner.plan([appliance]).layers.map(\.key)
  }

  /// What the setup script does not say is in the root layer's key too.
  @Test(
    arguments: [
      { $0.install.storage.partitions[0].value.extent.size += 1 },
      { $0.install.storage.partitions[0].value.extent.grow = false },
      { $0.install.storage.table.value = .gpt },
      { $0.install.packages.append(Sourced("vim", from: .standard)) },
      { $0.hardware.firmware = .uefi },
      { $0.hardware.disks[0].size += 1 },
      { $0.installer = unpacked("sid") },
    ] as [@Sendable (inout Appliance) -> Void])
  func aChangeReachesEveryLayer(change: @Sendable (inout Appliance) -> Void) throws {
    let (before, after) = (try keys(), try keys(change))
    #expect(Set(before).isDisjoint(with: after))
  }

  @Test func whereItIsFetchedFromChangesNothing() throws {
    let elsewhere = try keys {
      $0.buildMirror = Sourced("http://near.example.org/debian", from: .host("apt"))
    }
    #expect(try keys() == elsewhere)
  }
}
