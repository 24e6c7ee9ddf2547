import Files
import Foundation
import Images
import Machine
import Recipes
import Subprocess
import Testing

@testable import Imaging

/// Bundles of small disks: the same bytes each time, and what is read out of them is what went in.
struct BundleWriterTests {
  private let folder = TemporaryFolder()

  /// - Parameter disks: how many; the last of several is blank, and has no file.
  private func image(disks: Int) async throws -> (SealedImage, blocks: [String?]) {
    var sealed: [SealedImage.Disk] = []
    var blocks: [String?] = []
    for index in 0..<disks {
      var described = Descriptor.Disk(
        name: index == 0 ? "system" : "d\(index)", type: index == 0 ? .os : .data,
        role: index == 0 ? .system : .scratch, index: index, virtualSize: 2 << 20)
      let isBlank = index > 0 && index == disks - 1
      if !isBlank {
        let path = "\(folder.path)/source-\(index)"
        let script = "(head -c 510 /dev/zero; printf '\\125\\252'; yes \(index) | head -c 100000) > raw"
        try await checked(Command("sh", ["-c", script], workingDirectory: folder.path))
        try await checked(Command("truncate", ["-s", "2M", "\(folder.path)/raw"]))
        try await QemuImage().flatten("\(folder.path)/raw", format: .raw, to: path)
        described.file = Artifact(
          kind: .disk, format: .qcow2, digest: String(repeating: "\(index)", count: 64), size: 1, path: "x")
      }
      blocks.append(isBlank ? nil : try await sum(of: "\(folder.path)/raw"))
      sealed.append(
        SealedImage.Disk(described: described, path: isBlank ? nil : "\(folder.path)/source-\(index)"))
    }
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    let descriptor = Descriptor(
      title: "Web", description: "", identifier: "web", version: "1", groups: [],
      os: .init(distribution: "debian", version: "13", arch: .x86_64), cpu: 1, memory: 512,
      disks: sealed.map(\.described), attributes: [:],
      kiln: Provenance(
        key: LayerKey(hex: "ab"), chain: [], built: Date(timeIntervalSince1970: 1), tools: tools, answers: "",
        firmware: .bios, packages: 1))
    return (SealedImage(descriptor: descriptor, stem: "web-1", disks: sealed), blocks)
  }

  private func sum(of path: String) async throws -> String {
    let outcome = try await checked(Command("sha256sum", [path]))
    return String(decoding: outcome.stdout.prefix(64), as: UTF8.self)
  }

  private func write(_ image: SealedImage, as format: ImageFormat, in name: String) async throws -> [String] {
    let (output, scratch) = ("\(folder.path)/\(name)", "\(folder.path)/\(name)-scratch")
    for path in [output, scratch] { try FileSystem.makeFolder(path) }
    let names = try await format.writer().write(image, into: output, scratch: scratch)
    #expect(FileSystem.entries(of: output) == names.sorted())
    return names.map { "\(output)/\($0)" }
  }

  @Test(
    arguments: [ImageFormat.ova, .ova2, .libvirt, .containerDisk, .incus, .vagrant],
    [1, 3])
  func theSameDisksComeOutOfTheSameBytes(format: ImageFormat, disks: Int) async throws {
    let (image, blocks) = try await image(disks: disks)
    if format == .incus, disks > 1 {
      await #expect(throws: (any Error).self) { try await write(image, as: format, in: "a") }
      return
    }
    let (once, again) = (
      try await write(image, as: format, in: "a"), try await write(image, as: format, in: "b")
    )
    for (one, other) in zip(once, again) {
      #expect(try Data(contentsOf: URL(filePath: one)) == Data(contentsOf: URL(filePath: other)))
    }
    let file = format == .incus ? once[1] : once[0]
    let found = try await ImageSource(bundle: file).unpacked(in: folder.path)
    #expect(found.disks.count == disks)
    for (disk, sum) in zip(found.disks, blocks) {
      let path = try #require(disk.path)
      try await checked(
        Command(
          "qemu-img", ["convert", "-f", disk.format.rawValue, "-O", "raw", path, "\(folder.path)/found"]))
      let blank = "5647f05ec18958947d32874eeb788fa396a05d0bab7c1b71f112ceb7e9b31eee"
      #expect(try await self.sum(of: "\(folder.path)/found") == sum ?? blank)
    }
  }

  @Test func anOVABeginsWithItsDescriptorAndIsSignedWhereThereIsAKey() async throws {
    let (image, _) = try await image(disks: 1)
    try await checked(
      Command(
        "openssl",
        [
          "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", "k.pem", "-out",
          "c.pem",
        ], workingDirectory: folder.path))
    try FileSystem.makeFolder("\(folder.path)/s")
    let signer = OVASigner(
      key: "\(folder.path)/k.pem",
      certificate: try String(contentsOfFile: "\(folder.path)/c.pem", encoding: .utf8))
    let names = try await OVAWriter(.two, signer: signer).write(
      image, into: folder.path, scratch: "\(folder.path)/s")
    let script = """
      tar xvf \(names[0]); sha256sum web-1.ovf web-1.vmdk | sed 's/\\(.*\\)  \\(.*\\)/SHA256(\\2)= \\1/' | cmp - web-1.mf
      sed -n '1s/SHA256(web-1.mf)= //p' web-1.cert | xxd -r -p > sig
      openssl x509 -in web-1.cert -pubkey -noout > pub; openssl dgst -sha256 -verify pub -signature sig web-1.mf
      """
    let outcome = try await checked(Command("sh", ["-ec", script], workingDirectory: folder.path))
    #expect(
      String(decoding: outcome.stdout, as: UTF8.self)
        == "web-1.ovf\nweb-1.mf\nweb-1.cert\nweb-1.vmdk\nVerified OK\n")
  }

  @Test func aKeyOfAnotherCertificateIsRefused() async throws {
    let (image, _) = try await image(disks: 1)
    let script = """
      for n in a b; do openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x -keyout $n.key -out $n.pem; done
      """
    try await checked(Command("sh", ["-ec", script], workingDirectory: folder.path))
    let signer = OVASigner(
      key: "\(folder.path)/a.key",
      certificate: try String(contentsOfFile: "\(folder.path)/b.pem", encoding: .utf8))
    try FileSystem.makeFolder("\(folder.path)/s")
    await #expect(throws: (any Error).self) {
      try await OVAWriter(.one, signer: signer).write(image, into: folder.path, scratch: "\(folder.path)/s")
    }
  }
}
