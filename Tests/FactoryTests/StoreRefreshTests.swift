import Planning
import Recipes
import Testing

@testable import Builds

struct StoreRefreshTests {
  private let place = Workplace()

  init() throws {
    try place.write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: debian-installer
        answers: base.preseed
        media: {kernel: {file: base.preseed}, initrd: {file: base.preseed}}
      hardware: {disks: [{name: system, size: 256MiB, role: system}]}
      install:
        mirror: http://mirror.example.org/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
      """)
    try place.write("base.preseed", "d-i debian-installer/locale string C\n")
    try place.store.prepare()
  }

  private func plan(_ refreshes: [LayerPlace: Refresh] = [:]) throws -> Plan {
    try Planner.plan(try place.plan("base").images.map(\.appliance), refreshes: refreshes)
  }

  @Test func aLaterPlanGoesOnFromTheRefreshedLayer() throws {
    let spot = try #require(try plan().layers[1].place)
    let refresh = Refresh(stamp: "s", reason: .old(seconds: 5), sought: ["a": "2"])
    let refreshed = try plan([spot: refresh])
    for layer in refreshed.layers { try place.store.history.rememberRefresh(of: layer) }
    #expect(place.store.history.refreshes() == [spot: refresh])
    #expect(try plan(place.store.history.refreshes()).layers.map(\.key) == refreshed.layers.map(\.key))
    try place.store.history.rememberRefresh(of: try plan().layers[1])
    #expect(
      place.store.history.refreshes() == [spot: refresh], "a layer that was not refreshed changes nothing")
  }

  @Test func aRefreshNeedsAMirror() async throws {
    let spot = try #require(try plan().layers[1].place)
    let refreshed = try plan([spot: Refresh(stamp: "s", reason: .old(seconds: 5))])
    let missing = await OfflineCheck(store: place.store).missing(
      for: JobGraph(refreshed, there: Inventory(place.store, output: place.output)))
    #expect(missing.last == "base: newer packages are fetched from a mirror")
  }

}
