import Files
import Foundation
import Planning
import Provisioners
import Recipes
import Testing

@testable import Builds
@testable import Failures
@testable import Storage

struct RootCheckTests {
  private let folder = TemporaryFolder()
  private var store: Store { Store(root: "\(folder.path)/store") }

  private func write(_ name: String, media: String, kind: String) throws {
    try FileSystem.makeFolder("\(folder.path)/recipes")
    let text = """
      name: \(name)
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: \(kind)
        answers: base.preseed
        media: \(media)
      hardware: {disks: [{name: system, size: 2GiB, role: system}]}
      install:
        mirror: http://mirror.example.org/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 1GiB, grow: true}]}
        packages: [linux-image-amd64]
      """
    try FileSystem.write(Data(text.utf8), to: "\(folder.path)/recipes/\(name).yaml")
  }

  init() throws {
    try write(
      "packed", media: "{mirrors: [http://mirror.example.org/debian], suite: trixie, keyring: /k.gpg}",
      kind: "bootstrap")
    try write("installed", media: "{kernel: {file: linux}, initrd: {file: linux}}", kind: "debian-installer")
    try FileSystem.write(
      Data("d-i debian-installer/locale string C\n".utf8), to: "\(folder.path)/recipes/base.preseed")
    try FileSystem.write(Data("kernel".utf8), to: "\(folder.path)/recipes/linux")
  }

  private func check(_ names: [String], isRoot: Bool) throws {
    let library = Library(folders: ["\(folder.path)/recipes"], shipped: nil, provisioners: .all)
    let resolver = Resolver(library)
    let plan = try Planner.plan(try names.map { try resolver.resolve($0).get() })
    try RootCheck(isRoot: isRoot).run(JobGraph(plan, there: Inventory(store, output: "\(folder.path)/out")))
  }

  @Test func whatNeedsRootIsNamedBeforeAnythingIsDone() throws {
    let error = #expect(throws: BuildError.self) { try check(["packed", "installed"], isRoot: false) }
    #expect(
      error?.description == """
        not run as root, nothing was started; root is needed by:
          packed (installed): its packages are unpacked on this host, with owners of their own
        run it with sudo, or leave it to the unit kiln-nightly-root.service: its recipes are in /etc/kiln/recipes-root
        """)
    let ways = RootCheck.ways(isRoot: false)
    #expect(ways.contains("sudo") && ways.contains("kiln-nightly-root.service"))
    #expect(!RootCheck.ways(isRoot: true).contains("sudo"))
    #expect(error.map { Diagnosis($0, texts: .none).cause } == .needsRoot)
  }

  @Test func installersNeedNoneAndRootMayDoAll() throws {
    try check(["installed"], isRoot: false)
    try check(["packed", "installed"], isRoot: true)
  }
}
