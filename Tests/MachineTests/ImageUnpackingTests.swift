import Files
import Foundation
import Subprocess
import Testing

@testable import Machine

struct ImageUnpackingTests {
  private let folder: Scratch
  private let disk: Data

  /// A raw disk of 1 MiB, mostly zeros.
  init() throws {
    folder = try Scratch()
    var disk = Data(count: 1 << 20)
    disk[510] = 0x55
    disk[511] = 0xAA
    disk[700_000] = 1
    self.disk = disk
    try write(disk, "disk.raw")
    try write(Data("text\n".utf8), "readme")
  }

  private func write(_ bytes: Data, _ name: String) throws {
    try FileSystem.write(bytes, to: "\(folder.path)/\(name)")
  }

  private func shell(_ command: String) async throws {
    try await checked(Command("sh", ["-ec", command], workingDirectory: folder.path))
  }

  private func image(in name: String, limit: UInt64 = 2 << 20) throws -> Data {
    let path = try ImageUnpacking(folder: folder.path, limit: limit).image(in: "\(folder.path)/\(name)")
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  private func problem(_ name: String, limit: UInt64 = 2 << 20) -> String {
    do {
      _ = try image(in: name, limit: limit)
      return ""
    } catch {
      return "\(error)".replacing(folder.path + "/", with: "")
    }
  }

  @Test(arguments: [
    "cp disk.raw image", "gzip -c disk.raw > image", "xz -c disk.raw > image", "bzip2 -c disk.raw > image",
    "zstd -qc disk.raw > image", "tar cf image disk.raw", "tar czf image disk.raw",
    "python3 -m zipfile -c image disk.raw", "xz -k disk.raw; python3 -m zipfile -c image disk.raw.xz readme",
    "cp disk.raw DISK.VHD; tar cf image DISK.VHD",
    "mkdir __MACOSX; cp readme __MACOSX/._disk.raw; cp readme ._disk.raw; tar cf image __MACOSX ._disk.raw disk.raw",
    "cp disk.raw a.vhd; tar cf image a.vhd", "xz -k disk.raw; tar cf image disk.raw.xz",
  ])
  func theDiskIsFoundInItsWrapping(command: String) async throws {
    try await shell(command)
    #expect(try image(in: "image") == disk)
    let left = FileSystem.entries(of: folder.path).filter { $0.hasPrefix("unpacked") }
    #expect(left.count <= 1, "what lies between is removed: \(left)")
  }

  @Test func zerosTakeNoRoom() async throws {
    try await shell("gzip disk.raw")
    let path = try ImageUnpacking(folder: folder.path, limit: 1 << 20).image(in: "\(folder.path)/disk.raw.gz")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_size == 1 << 20 && status.st_blocks * 512 < 512 << 10)
  }

  private static let ovf = """
    <?xml version="1.0"?>
    <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
      <References><File ovf:id="f1" ovf:href="disk.raw"/><File ovf:id="f2" ovf:href="other.iso"/></References>
      <DiskSection><Disk ovf:diskId="d1" ovf:fileRef="f1"/></DiskSection>
    </Envelope>
    """

  @Test func anOVFNamesTheDisk() async throws {
    try write(Data(Self.ovf.utf8), "box.ovf")
    try await shell("echo x > other.img; tar cf box.ova box.ovf other.img disk.raw")
    #expect(try image(in: "box.ova") == disk)
    try await shell(
      "mv box.ovf BOX.OVF; echo x > ._BOX.ovf; tar cf other.ova ._BOX.ovf BOX.OVF other.img disk.raw")
    #expect(try image(in: "other.ova") == disk)
  }

  @Test func anOVFThatNamesNoDiskOfItsOwnIsRefused() async throws {
    try write(Data(Self.ovf.utf8), "box.ovf")
    try write(Data("<a><b></a>".utf8), "bad.ovf")
    try write(Data("<Envelope/>".utf8), "empty.ovf")
    try await shell("for n in box bad empty; do tar cf $n.ova $n.ovf; done")
    #expect(
      problem("box.ova") == "cannot take box.ova over: there is no 'disk.raw' in it, which it names as a disk"
    )
    #expect(
      problem("bad.ova") == "cannot take bad.ova over: its OVF cannot be read: "
        + "line 1, column 11: Opening and ending tag mismatch: b line 1 and a")
    #expect(
      problem("empty.ova") == "cannot take empty.ova over: its OVF names 0 disks; one can be taken over")
  }

  @Test func severalImagesOrNoneAreRefused() async throws {
    try await shell("cp disk.raw two.img; tar cf two.tar disk.raw two.img; echo > a; tar cf none.tar a")
    let start = "it must hold one disk image or an OVF; it holds"
    #expect(problem("two.tar") == "cannot take two.tar over: \(start) disk.raw, two.img")
    #expect(problem("none.tar") == "cannot take none.tar over: \(start) no disk image")
  }

  @Test func whatUnpacksToTooMuchIsRefused() async throws {
    try await shell("gzip disk.raw")
    #expect(
      problem("disk.raw.gz", limit: 1 << 19)
        == "cannot take disk.raw.gz over: it unpacks to more than 0 MiB, for which the scratch folder has no room"
    )
  }

  @Test func aDamagedArchiveIsAnError() async throws {
    try await shell("xz disk.raw; head -c 100 disk.raw.xz > cut.xz")
    #expect(problem("cut.xz").hasPrefix("cut.xz: "))
  }
}
