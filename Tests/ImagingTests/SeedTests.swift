import Archive
import Foundation
import Testing

@testable import Imaging

struct SeedTests {
  private static let plain = Seed(
    instance: "i-1", hostname: "web", authorizedKey: "ssh-ed25519 AAAA kiln-run")

  @Test(
    arguments: [
      (nil, ""), ("root", ""),
      (
        "ann",
        #","users":["default",{"lock_passwd":true,"name":"ann","shell":"/bin/sh","ssh_authorized_keys":"#
          + #"["ssh-ed25519 AAAA kiln-run"],"sudo":"ALL=(ALL) NOPASSWD:ALL"}]"#
      ),
    ] as [(String?, String)])
  func whatCloudInitReadsIsSpeltOut(user: String?, users: String) {
    var seed = Self.plain
    seed.user = user
    #expect(
      seed.files.map { "\($0.name): \($0.text)" } == [
        #"meta-data: {"instance-id":"i-1","local-hostname":"web"}"# + "\n",
        "user-data: #cloud-config\n"
          + #"{"disable_root":false,"ssh_authorized_keys":["ssh-ed25519 AAAA kiln-run"]\#(users)}"# + "\n",
      ])
  }

  /// By the program that udev, and so cloud-init, knows labels from.
  @Test func theDiskHasItsLabelAndItsFiles() throws {
    let folder = try Scratch()
    try Self.plain.write(to: folder.file("seed.iso"))
    let image = try Data(contentsOf: URL(fileURLWithPath: folder.file("seed.iso")))
    // ECMA-119, 8.4: the primary volume descriptor in sector 16, with the volume's name at 40.
    #expect(String(decoding: image[(16 * 2048 + 40)..<(16 * 2048 + 46)], as: UTF8.self) == Seed.volume)
    #expect(image.count.isMultiple(of: 2048))
    let reader = try ArchiveReader(path: folder.file("seed.iso"))
    var names: Set<String> = []
    while let entry = try reader.next() { names.insert(entry.path) }
    #expect(names.isSuperset(of: ["meta-data", "user-data"]), "\(names)")
  }
}
