import Foundation
import Images
import Testing

struct DescriptorDiskTests {
  @Test(arguments: [(0, "vda"), (25, "vdz"), (26, "vdaa"), (701, "vdzz"), (702, "vdaaa")])
  func disksAreCountedAsLinuxDoes(index: Int, target: String) {
    let disk = Descriptor.Disk(name: "d", type: .data, role: .data, index: index, virtualSize: 1)
    #expect(disk.target == target)
  }

  @Test func aDiskWithoutAFileHasNoneOfItsKeys() throws {
    let disk = Descriptor.Disk(name: "cache", type: .data, role: .scratch, index: 2, virtualSize: 1 << 30)
    let data = try JSONEncoder().encode(disk)
    #expect(
      try JSONDecoder().decode([String: Text].self, from: data).mapValues(\.text) == [
        "name": "cache", "type": "data", "role": "scratch", "format": "qcow2", "target": "vdc",
        "device_prefix": "vd", "virtual_size": "1073741824",
      ])
    #expect(try JSONDecoder().decode(Descriptor.Disk.self, from: data) == disk)
  }

  @Test func aDiskIsReadAsItWasWritten() throws {
    let file = Artifact(kind: .disk, format: .qcow2, digest: "ab", size: 7, path: "web-1.qcow2")
    let disk = Descriptor.Disk(
      name: "system", type: .os, role: .system, index: 0, virtualSize: 1 << 30, file: file,
      compression: .zstd)
    let data = try JSONEncoder().encode(disk)
    #expect(try JSONDecoder().decode(Descriptor.Disk.self, from: data) == disk)
    let object = try JSONDecoder().decode([String: Text].self, from: data)
    #expect(object["path"]?.text == "web-1.qcow2")
    #expect(object["file_size"]?.text == "7")
    #expect(object["sha256"]?.text == "ab")
    #expect(object["compression"]?.text == "zstd")
    let older = String(decoding: data, as: UTF8.self).replacing(
      /,"compression":"zstd"|"compression":"zstd",/, with: "")
    #expect(try JSONDecoder().decode(Descriptor.Disk.self, from: Data(older.utf8)) == disk)
  }
}

/// A JSON string or number.
private struct Text: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    text =
      if let string = try? container.decode(String.self) { string } else {
        "\(try container.decode(UInt64.self))"
      }
  }
}
