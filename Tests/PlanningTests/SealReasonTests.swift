import Foundation
import Images
import Planning
import Recipes
import Testing

/// Why an image is sealed, as a plan tells it before the build.
struct SealReasonTests {
  private static let appliance = Fixture.appliance("web", Fixture.link("web", Fixture.file()))

  /// What was sealed of the appliance.
  private static func descriptor(of appliance: Appliance, leaf: LayerKey) -> Descriptor {
    let facts = LayerFacts(
      built: Date(timeIntervalSince1970: 0), seconds: 1, tools: Tools(kiln: "1", qemu: "2", libguestfs: "3"),
      accelerator: "tcg")
    return Descriptor(
      title: appliance.title, description: appliance.description, identifier: appliance.name,
      version: appliance.version, groups: appliance.groups,
      os: .init(
        distribution: appliance.system.distribution, version: appliance.system.release,
        arch: .x86_64),
      cpu: appliance.hardware.cpus, memory: appliance.hardware.memory >> 20,
      disks: [
        .init(
          name: "system", type: .os, role: .system, index: 0, virtualSize: 1,
          file: Artifact(kind: .disk, format: .qcow2, digest: "aa", size: 1, path: "web.qcow2"),
          compression: .zstd)
      ],
      attributes: appliance.attributes,
      kiln: Provenance(
        key: LayerKey(hex: "00"), chain: [.init(recipe: "web", work: .provision, key: leaf, facts: facts)],
        built: facts.built, tools: facts.tools, answers: "", firmware: .bios, packages: 0))
  }

  private func reason(
    _ appliance: Appliance, _ state: @escaping (PlannedImage) -> Inventory.ImageState, isThere: Bool = true
  ) throws
    -> String?
  {
    let plan = try Planner.plan([appliance])
    let there = Inventory(layers: isThere ? Set(plan.layers.map(\.key)) : [], image: { state($0) })
    return JobGraph(plan, there: there)[plan.images[0].jobName]?.reason
  }

  private func reason(changing change: (inout Appliance) -> Void) throws -> String? {
    var appliance = Self.appliance
    change(&appliance)
    return try reason(appliance, { .other(Self.descriptor(of: Self.appliance, leaf: $0.leaf)) })
  }

  @Test func whatTheDescriptorWouldSayOtherwiseIsNamed() throws {
    #expect(try reason { $0.title = "A better title" } == "title changed from 'web' to 'A better title'")
    #expect(try reason { $0.groups = ["all"] } == "groups changed from '' to 'all'")
    #expect(try reason { $0.attributes["tier"] = "front" } == "attributes.tier added")
    #expect(try reason { $0.compression = .zlib } == "compression changed from 'zstd' to 'zlib'")
    #expect(
      try reason {
        $0.hardware.cpus = 4; $0.hardware.memory = 4 << 30
      }?.contains("; hardware.memory changed") == true)
    #expect(
      try reason { $0.system.codename = "other" } == "described otherwise", "the descriptor does not say it")
  }

  @Test func anImageFollowsItsLayer() throws {
    let other = LayerKey(hex: String(repeating: "0", count: 64))
    #expect(
      try reason(Self.appliance) { _ in .other(Self.descriptor(of: Self.appliance, leaf: other)) }
        == "its layer web is rebuilt")
    let gone = try reason(Self.appliance, { _ in .incomplete }, isThere: false)
    #expect(gone == "its layer web is rebuilt")
  }

  @Test func anImageThatIsNotWholeOrNotThereSaysSo() throws {
    #expect(try reason(Self.appliance) { _ in .incomplete } == "files of it are missing")
    #expect(try reason(Self.appliance) { _ in .absent } == "not there yet")
    #expect(try reason(Self.appliance) { _ in .current } == nil)
  }
}
