import Files
import Foundation
import Machine
import Planning
import Provisioners
import Recipes
import Testing

@testable import Builds
@testable import Storage

struct SecureBootCheckTests {
  private let folder = TemporaryFolder()

  /// What is said of a build on a host without a TPM, of an appliance with some more in its recipe.
  private func verdict(_ firmware: String, more: String = "", isTested: Bool = true) throws -> MachineError? {
    try FileSystem.makeFolder("\(folder.path)/recipes")
    let text = """
      name: web
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: bootstrap
        media: {mirrors: [http://mirror.example.org/debian], suite: trixie, keyring: /k.gpg}
      hardware: {firmware: \(firmware), disks: [{name: system, size: 4GiB, role: system}]}
      install:
        mirror: http://mirror.example.org/debian
        storage: {partitions: [{mount: /, filesystem: ext4, size: 1GiB, grow: true}]}
        packages: [linux-image-amd64]
      \(more)
      """
    try FileSystem.write(Data(text.utf8), to: "\(folder.path)/recipes/web.yaml")
    let library = Library(folders: ["\(folder.path)/recipes"], shipped: nil, provisioners: .all)
    let plan = try Planner.plan([try Resolver(library).resolve("web").get()])
    let wanted = Wanted(bootTest: isTested ? .init(limit: .seconds(120)) : nil)
    let inventory = Inventory(Store(root: "\(folder.path)/store"), output: "\(folder.path)/out")
    let missing = MachineError.noTPM("swtpm is not here")
    do {
      try SecureBootCheck(examine: { throw missing }).run(JobGraph(plan, wanted: wanted, there: inventory))
      return nil
    } catch let error as MachineError {
      return error
    }
  }

  @Test func whatABootNeedsIsMissedBeforeAnythingIsMade() throws {
    #expect(try verdict("uefi-secure") == .noTPM("swtpm is not here"))
    #expect(try verdict("uefi") == nil)
    #expect(try verdict("uefi-secure", isTested: false) == nil, "it is not booted")
    #expect(try verdict("uefi-secure", more: "test: {boot: none}") == nil, "it is not booted")
  }
}
