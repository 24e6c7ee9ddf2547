import Families
import Foundation
import Images
import Media
import Planning
import Recipes
import Testing

@testable import Freshness
@testable import Storage

/// What a build says at its end of updates that its images lack; no archive is there to ask.
struct PendingUpdatesTests {
  private let place = Workplace()

  /// A distribution whose layers are in the store, though nothing built them.
  private func image(packages: StoredPackages?) async throws -> PlannedImage {
    try place.write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: debian-installer
        answers: base.preseed
        media: {kernel: {file: linux}, initrd: {file: linux}}
      hardware: {disks: [{name: system, size: 256MiB, role: system}]}
      install:
        mirror: http://127.0.0.1:1/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
      """)
    try place.write("base.preseed", "d-i debian-installer/locale string C\n")
    try place.write("linux", "kernel")
    let image = try place.plan("base").images[0]
    let store = place.store
    try store.prepare()
    var parent: LayerKey?
    for key in image.layers {
      let work = try #require(try await store.layers.begin(key) { _ in })
      try packages?.write(to: work.folder)
      let tools = Tools(kiln: "0", qemu: "0", libguestfs: "0")
      let record = LayerRecord(name: LayerName(recipe: "base", isInstall: false), key: key, inputs: [])
      let facts = LayerFacts(built: "2026-01-01T00:00:00Z", seconds: 1, tools: tools, accelerator: "tcg")
      try await store.layers.publish(
        work, StoredLayer(record: record, parent: parent, facts: facts))
      parent = key
    }
    return image
  }

  private static let bash = InstalledPackage(name: "bash", version: "1", architecture: "amd64")

  /// What the image has, whether archives may be asked, and how the notice about it begins; nil: there is none.
  @Test(
    arguments: [
      (
        StoredPackages(format: "deb", packages: [bash]), false,
        "http://127.0.0.1:1/debian/dists/trixie/InRelease: "
      ),
      (
        StoredPackages(format: "deb", packages: [bash]), true,
        "http://127.0.0.1:1/debian/dists/trixie/InRelease: not in the store, and offline nothing is downloaded"
      ),
      // Where there is nothing to ask, 'kiln outdated' says why.
      (StoredPackages(format: "apk", packages: [bash]), false, nil), (nil, false, nil),
    ] as [(StoredPackages?, Bool, String?)])
  func whatCannotBeFoundOutIsSaid(packages: StoredPackages?, isOffline: Bool, reason: String?) async throws {
    let image = try await image(packages: packages)
    let check = FreshnessCheck(store: place.store, securityMirror: nil, isOffline: isOffline)
    let notices = await PendingUpdates(check: check).notices(for: [image])
    #expect(notices.count == (reason == nil ? 0 : 1), "\(notices)")
    let start = "base: whether it lacks updates is unknown: " + (reason ?? "")
    for notice in notices { #expect(notice.hasPrefix(start)) }
  }

  @Test func nothingIsAskedForNoImages() async {
    let check = FreshnessCheck(store: place.store, securityMirror: nil, isOffline: false)
    #expect(await PendingUpdates(check: check).notices(for: []) == [])
  }
}
