import Families
import Files
import Foundation
import Images
import Planning
import Provisioners
import Recipes
import Testing

@testable import Builds
@testable import Failures
@testable import Jobs
@testable import Storage

struct OfflineCheckTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: "\(folder.path)/store") }
  private var output: String { "\(folder.path)/out" }

  /// A distribution on media of this host, and a child with a script.
  init() throws {
    try write(
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
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
      """)
    try write("web.yaml", "name: web\nparent: base\nversion: \"1\"\nprovision: [{script: linux}]\n")
    try write("base.preseed", "d-i debian-installer/locale string C\n")
    try write("linux", "kernel")
  }

  private func write(_ name: String, _ text: String) throws {
    try FileSystem.makeFolder("\(folder.path)/recipes")
    try FileSystem.write(Data(text.utf8), to: "\(folder.path)/recipes/\(name)")
  }

  private func plan(_ names: String..., mirror: String? = nil) throws -> Plan {
    let library = Library(folders: ["\(folder.path)/recipes"], shipped: nil, provisioners: .all)
    let overrides = try mirror.map { [try Override("install.mirror=\($0)", provisioners: .all)] } ?? []
    let resolver = Resolver(library, overrides: overrides)
    return try Planner.plan(try names.map { try resolver.resolve($0).get() })
  }

  private func missing(_ plan: Plan) async -> [String] {
    await OfflineCheck(store: store).missing(
      for: JobGraph(plan, there: Inventory(store, output: output)))
  }

  /// Media of this host and scripts need nothing; the first layer on an installer that takes no updates in brings them.
  @Test func whatIsFetchedWhileBuildingIsNamedOnceWithItsPlace() async throws {
    try write("shop.yaml", "name: shop\nparent: web\nversion: \"1\"\npackages: [nginx, php]\n")
    let found = await missing(try plan("shop", "web", mirror: "http://mirror.example.org/debian"))
    #expect(
      found.map { $0.replacing(folder.path, with: "FOLDER") } == [
        "base (installed): packages are fetched from http://mirror.example.org/debian while it is installed",
        "base: newer packages are fetched from a mirror",
        "shop: FOLDER/recipes/shop.yaml:4:12: packages nginx php: fetched from a mirror",
      ])
  }

  /// What it lacks is known once its parent is built.
  @Test func packagesThatASettingNeedsAreForeseen() async throws {
    try write(
      "desk.yaml",
      "name: desk\nparent: base\nversion: \"1\"\ninstall: {users: [{name: ann, sudo: true}], keyboard: cz}\n")
    let plan = try plan("desk", mirror: "http://mirror.example.org/debian")
    #expect(await missing(plan).allSatisfy { !$0.contains("sudo") })
    try store.prepare()
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    for layer in plan.layers.dropLast() {
      let draft = try #require(try await store.layers.begin(layer.key) { _ in })
      let packages = [InstalledPackage(name: "console-setup", version: "1", architecture: "all")]
      try StoredPackages(format: "deb", packages: packages).write(to: draft.folder)
      try await store.layers.publish(
        draft,
        StoredLayer(
          record: layer.record, parent: layer.parent,
          facts: LayerFacts(built: "2026-01-01T00:00:00Z", seconds: 1, tools: tools, accelerator: "tcg")))
    }
    let found = await missing(plan).map { $0.replacing(folder.path, with: "FOLDER") }
    #expect(
      found == [
        "desk: FOLDER/recipes/desk.yaml:4:55: settings keyboard, users: packages sudo, fetched from a mirror"
      ])
  }

  @Test func layersOfTheStoreNeedNothing() async throws {
    let plan = try plan("base", mirror: "http://mirror.example.org/debian")
    for layer in plan.layers { try FileSystem.makeFolder(store.layers.disk(of: layer.key)) }
    #expect(await missing(plan) == [])
  }

  @Test func aBuildThatLacksSomethingStartsNothing() async throws {
    let options = BuildOptions(output: output, settings: JobSettings(isOffline: true))
    let builder = Builder(store: store, options: options, host: BuildHost()) { _ in
      Issue.record("something was started")
    }
    let error = await #expect(throws: BuildError.self) {
      try await builder.build(plan("base", mirror: "http://mirror.example.org/debian"))
    }
    #expect(
      error?.description == """
        offline, nothing was started; missing are:
          base (installed): packages are fetched from http://mirror.example.org/debian while it is installed
          base: newer packages are fetched from a mirror
        """)
    #expect(!FileSystem.exists(output))
  }
}
