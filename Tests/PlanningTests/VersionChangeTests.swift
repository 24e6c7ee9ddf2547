import Foundation
import Images
import Planning
import Recipes
import Testing

/// What differs between an image and the last build of its version.
struct VersionChangeTests {
  private static let before = Fixture.appliance("web", Fixture.link("web", Fixture.file(), Fixture.script()))

  /// - Parameter knows: whether it is known what the old layers were made of.
  private func differences(_ after: Appliance, knows: Bool = true) throws -> [String] {
    let old = try Planner.plan([Self.before])
    let image = old.images[0]
    let facts = LayerFacts(
      built: Date(timeIntervalSince1970: 0), seconds: 1, tools: Tools(kiln: "1", qemu: "2", libguestfs: "3"),
      accelerator: "tcg")
    let descriptor = Descriptor(
      title: Self.before.title, description: Self.before.description, identifier: "web",
      version: Self.before.version, groups: Self.before.groups,
      os: .init(
        distribution: Self.before.system.distribution, version: Self.before.system.release, arch: .x86_64),
      cpu: Self.before.hardware.cpus, memory: Self.before.hardware.memory >> 20,
      disks: [
        .init(
          name: "system", type: .os, role: .system, index: 0, virtualSize: 1,
          file: Artifact(kind: .disk, format: .qcow2, digest: "aa", size: 1, path: "web.qcow2"),
          compression: .zstd)
      ],
      attributes: Self.before.attributes,
      kiln: Provenance(
        key: image.key,
        chain: old.layers.map {
          .init(
            recipe: $0.name.recipe, work: $0.name.isInstall ? .install : .provision, key: $0.key,
            facts: facts)
        }, built: facts.built, tools: facts.tools, answers: "", firmware: .bios, packages: 0))
    let build = ImageManifest(
      id: BuildID(name: "web", version: Self.before.version, build: "20261127T221503Z"), key: image.key,
      layers: image.layers, artifacts: [], descriptor: descriptor)
    let plan = try Planner.plan([after])
    return VersionChange(of: plan.images[0], in: plan, from: build) { key in
      knows ? old.layer(key)?.record : nil
    }.differences
  }

  @Test func itIsToldByWhatChanged() throws {
    let file = Fixture.appliance("web", Fixture.link("web", Fixture.file("00"), Fixture.script()))
    let changes = try differences(file)
    #expect(changes.count == 1)
    #expect(changes[0].hasPrefix("web: ") && changes[0].hasSuffix(" changed"), "\(changes)")
    #expect(try differences(file, knows: false) == ["web is another"])
    #expect(try differences(Fixture.appliance("web")) == ["web is gone"])
    let zone = try differences(Fixture.appliance("web", timezone: "Europe/Prague", Self.before.chain[1]))
    #expect(zone.count == 1 && zone[0].hasPrefix("debian-13 (installed): "), "\(zone)")
    var described = Self.before
    described.hardware.cpus += 1
    let cpus = Self.before.hardware.cpus
    #expect(try differences(described) == ["hardware.cpus changed from '\(cpus)' to '\(cpus + 1)'"])
  }
}
