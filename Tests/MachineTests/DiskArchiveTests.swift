import Archive
import Foundation
import Testing

@testable import Machine

/// Bundles of several disks, written here entry by entry.
struct DiskArchiveTests {
  private let folder: Scratch

  init() throws { folder = try Scratch() }

  private static func disk(_ mark: UInt8) -> Data {
    var disk = Data(count: 4096)
    disk[510] = 0x55
    disk[511] = 0xAA
    disk[0] = mark
    return disk
  }

  private static func text(_ text: String) -> Data { Data(text.utf8) }

  private static func tar(_ entries: [(String, Data)]) throws -> Data {
    let writer = try ArchiveWriter(format: .tar)
    for (path, data) in entries {
      try writer.add(ArchiveEntry(path: path, kind: .file, mode: 0o644), data: data)
    }
    return try writer.finish()
  }

  /// What the disks of an archive begin with; the size of one that is empty.
  private func disks(_ archive: Data) throws -> [Int] {
    try archive.write(to: URL(filePath: folder.file("b")))
    return try ImageUnpacking(folder: folder.path, limit: 1 << 20).disks(in: folder.file("b")).map {
      try $0.path.map { Int(try Data(contentsOf: URL(filePath: $0))[0]) } ?? Int($0.size)
    }
  }

  private func problem(_ entries: [(String, Data)]) throws -> String {
    do {
      return "no error, but \(try disks(try Self.tar(entries)))"
    } catch {
      return "\(error)".replacing("cannot take \(folder.file("b")) over: ", with: "")
    }
  }

  private static func ovf(_ disks: String, hardware: String = "") -> Data {
    text(
      """
      <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
      <References><File ovf:id="f1" ovf:href="a.raw"/><File ovf:id="f2" ovf:href="b.raw"/></References>
      <DiskSection>\(disks)</DiskSection><VirtualSystem>\(hardware)</VirtualSystem></Envelope>
      """)
  }

  private static let three = """
    <Disk ovf:diskId="d1" ovf:fileRef="f1"/>
    <Disk ovf:diskId="d0" ovf:capacity="3" ovf:capacityAllocationUnits="byte * 2^20"/>
    <Disk ovf:diskId="d2" ovf:fileRef="f2"/>
    """

  @Test func anOVAHasItsDisksInTheOrderOfItsHardware() throws {
    let raws = [("a.raw", Self.disk(1)), ("b.raw", Self.disk(2))]
    #expect(try disks(try Self.tar([("x.ovf", Self.ovf(Self.three))] + raws)) == [1, 3 << 20, 2])
    let hardware = ["ovf:/disk/d2", "/disk/d1", "ovf:/disk/d0"].map {
      "<Item><HostResource>\($0)</HostResource></Item>"
    }
    let ovf = Self.ovf(Self.three, hardware: hardware.joined())
    #expect(try disks(try Self.tar([("x.ovf", ovf)] + raws)) == [2, 1, 3 << 20])
  }

  @Test(arguments: [
    ("<Disk ovf:diskId='d0'/>", "its OVF does not say how large an empty disk is"),
    (
      "<Disk ovf:diskId='d0' ovf:capacity='9' ovf:capacityAllocationUnits='byte * 2^59'/>",
      "its OVF does not say how large an empty disk is"
    ),
    ("", "its OVF names no disk"),
    (
      String(repeating: "<Disk ovf:diskId='d' ovf:capacity='1'/>", count: 65),
      "it names 65 disks; 64 are the most"
    ),
    ("<Disk ovf:diskId='d1' ovf:fileRef='f1'/>", "there is no 'a.raw' in it, which it names as a disk"),
  ])
  func anOVFThatCannotBeMeantIsRefused(disks: String, problem: String) throws {
    #expect(try self.problem([("x.ovf", Self.ovf(disks))]) == problem)
  }

  @Test func aDomainNamesItsDisks() throws {
    let domain = Self.text(
      """
      <domain type='kvm'><devices>
      <disk type='file' device='cdrom'><source file='c.iso'/></disk>
      <disk type='file' device='disk'><source file='/var/lib/libvirt/images/b.qcow2'>x</source>
        <backingStore type='file'><source file='other.raw'/></backingStore></disk>
      <disk type='file'><source file='a.raw'/></disk>
      </devices></domain>
      """)
    let disks = [("a.raw", Self.disk(1)), ("b.qcow2", Self.disk(2)), ("other.raw", Self.disk(3))]
    #expect(try self.disks(try Self.tar([("d.xml", domain)] + disks)) == [2, 1])
    #expect(try problem([("d.xml", domain)]) == "there is no 'b.qcow2' in it, which it names as a disk")
    // Some other document beside a disk.
    #expect(try self.disks(try Self.tar([("d.xml", Self.text("<a/>")), ("a.raw", Self.disk(1))])) == [1])
  }

  @Test func aVagrantBoxHasOneDiskOrNamesThem() throws {
    let one = Self.text(#"{"provider": "libvirt", "format": "qcow2", "virtual_size": 1}"#)
    #expect(try disks(try Self.tar([("./metadata.json", one), ("./box.img", Self.disk(1))])) == [1])
    let two = Self.text(#"{"provider": "libvirt", "disks": [{"path": "q.img"}, {"path": "p.img"}]}"#)
    let entries = [("metadata.json", two), ("p.img", Self.disk(1)), ("q.img", Self.disk(2))]
    #expect(try disks(try Self.tar(entries)) == [2, 1])
  }

  private static let digest = String(repeating: "ab", count: 32)

  private static func layout(_ digest: String, layer: [(String, Data)]?) throws -> [(String, Data)] {
    let other = String(repeating: "cd", count: 32)
    let layers = layer == nil ? "" : #", "layers": [{"digest": "sha256:\#(other)"}]"#
    let blobs = [
      ("blobs/sha256/\(Self.digest)", text(#"{"schemaVersion": 2\#(layers)}"#)),
      ("blobs/sha256/\(other)", try tar(layer ?? [])),
    ]
    return [("index.json", text(#"{"manifests": [{"digest": "\#(digest)"}]}"#))] + blobs
  }

  @Test func aContainerDiskHasItsDisksInALayer() throws {
    let layer = [("./disk/a.raw", Self.disk(1)), ("etc/passwd", Data()), ("disk/b.raw", Self.disk(2))]
    #expect(try disks(try Self.tar(try Self.layout("sha256:\(Self.digest)", layer: layer))) == [1, 2])
  }

  @Test func anOCILayoutWithoutDisksIsRefused() throws {
    let digest = "sha256:\(Self.digest)"
    #expect(
      try problem(try Self.layout(digest, layer: [("a", Data())]))
        == "the image in its OCI layout has no file in /disk")
    #expect(
      try problem(try Self.layout(digest, layer: nil))
        == "its OCI layout holds an index of images; give one that holds one image")
    #expect(
      try problem(try Self.layout("sha256:../../../etc/passwd", layer: nil))
        == "'sha256:../../../etc/passwd' in its OCI layout is no digest")
    #expect(
      try problem([("index.json", Self.text(#"{"manifests": []}"#))])
        == "its OCI layout holds 0 images; give one that holds one")
  }

  @Test func linksAreNoDisks() throws {
    let writer = try ArchiveWriter(format: .tar)
    try writer.add(ArchiveEntry(path: "x.ovf", kind: .file, mode: 0o644), data: Self.ovf(Self.three))
    try writer.add(ArchiveEntry(path: "a.raw", kind: .symbolicLink(target: "/etc/passwd"), mode: 0o777))
    let archive = try writer.finish()
    #expect(throws: UnusableImage.self) { try disks(archive) }
  }
}
