import Diagnostics
import Foundation
import Recipes
import Testing

/// What `installer.snapshot` and `SOURCE_DATE_EPOCH` make of an appliance.
struct PinTests {
  private static let bootstrap = """
    name: root
    version: "1"
    os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
    installer:
      kind: bootstrap
      media: {suite: trixie, mirrors: ["http://mirror.example.org/debian"], keyring: /k.gpg}
    hardware: {disks: [{name: system, size: 8GiB, role: system}]}
    install: {storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB}]}}

    """

  private func appliance(
    _ name: String = "root", distribution: String = "debian", site: String? = nil, snapshot: String? = nil,
    epoch: Int64? = nil
  ) throws -> Appliance {
    let text = Self.bootstrap.replacing("distribution: debian", with: "distribution: \(distribution)")
    let tree = try RecipeTree(["root.yaml": text, "site.yaml": site ?? ""])
    let set = snapshot.map { [try? Override("installer.snapshot=\($0)", provisioners: .all)] } ?? []
    let resolver = Resolver(
      tree.library(), site: try SiteFile(path: tree.path("site.yaml")), overrides: set.compactMap(\.self),
      hostMirrors: ["debian": Sourced("http://host.example.org/debian", from: .host("apt"))], epoch: epoch)
    do {
      return try withExtendedLifetime(tree) { try resolver.resolve(name).get() }
    } catch let error as Diagnostics {
      throw Refusal(lines: tree.lines(error.list))
    }
  }

  private struct Refusal: Error { var lines: [String] }

  @Test(arguments: ["2026-11-28T01:02:03Z", "20261128T010203Z"])
  func aSnapshotIsTheOnlyPlaceThatBuildsFetchFrom(written: String) throws {
    let appliance = try appliance(snapshot: written)
    let pin = try #require(appliance.pin)
    #expect(pin.epoch == 1_795_827_723)
    #expect(
      pin.snapshot
        == Snapshot(
          time: "20261128T010203Z", archive: "http://snapshot.debian.org/archive/debian/20261128T010203Z",
          security: "http://snapshot.debian.org/archive/debian-security/20261128T010203Z"))
    #expect(appliance.mirrors == ["http://snapshot.debian.org/archive/debian/20261128T010203Z"])
    #expect(appliance.buildMirror?.value == appliance.mirrors[0])
    #expect(appliance.buildMirror?.origin == .flag("--set installer.snapshot=\(written)"))
    // What the finished image asks.
    #expect(appliance.namedMirror?.value.text == "http://mirror.example.org/debian")
  }

  @Test(arguments: [
    (
      "debian", "http://a.example.org:8080/archive/debian/",
      "http://a.example.org:8080/archive/debian-security"
    ),
    ("ubuntu", "http://a.example.org/ubuntu", nil), ("rocky", "http://a.example.org/rocky", nil),
  ])
  func aSiteSaysWhereSnapshotsAre(distribution: String, place: String, security: String?) throws {
    let snapshot = try appliance(
      distribution: distribution, site: "snapshots: {\(distribution): \"\(place)\"}\n",
      snapshot: "20261128T000000Z"
    ).pin?.snapshot
    let base = place.hasSuffix("/") ? String(place.dropLast()) : place
    #expect(snapshot?.archive == "\(base)/20261128T000000Z")
    #expect(snapshot?.security == security.map { "\($0)/20261128T000000Z" })
  }

  @Test func whatHasNoSnapshotsIsToldOf() throws {
    let error = #expect(throws: Refusal.self) {
      try appliance(distribution: "rocky", snapshot: "20261128T000000Z")
    }
    #expect(
      error?.lines == [
        "--set installer.snapshot=20261128T000000Z: no archive of snapshots is known for 'rocky'; name one in the site file: 'snapshots: {rocky: …}'"
      ])
  }

  @Test func theEnvironmentsTimeComesBeforeTheSnapshots() throws {
    #expect(try appliance(snapshot: "20261128T000000Z", epoch: 7).pin?.epoch == 7)
    #expect(try appliance(epoch: 7).pin == Pin(snapshot: nil, epoch: 7))
    #expect(try appliance().pin == nil)
    // An installer asks the clock itself.
    #expect(try appliance("debian-13", epoch: 7).pin == nil)
  }
}
