import Archive
import Foundation
import Machine
import Storage
import Testing

@testable import Imaging

/// What strangers hand over is found, and what it names is not followed.
struct ForeignSourceTests {
  private func reason(_ body: () throws -> Void) throws -> String {
    do {
      try body()
      return "taken"
    } catch let error as UnusableImage {
      return error.reason
    } catch ArchiveError.tooLarge(let archive, let limit) {
      return "\(archive): \(limit)"
    }
  }

  @Test(arguments: [
    ("web.qcow2", "taken"),
    ("../web.qcow2", "'../web.qcow2' in its descriptor is no name of a file beside it"),
    ("/etc/shadow", "'/etc/shadow' in its descriptor is no name of a file beside it"),
    ("elsewhere", "'elsewhere' beside it is a link that leads elsewhere"), ("beside", "taken"),
    ("a\nb", "taken"), ("x/\u{1B}", #"'x/\u001B' in its descriptor is no name of a file beside it"#),
  ])
  func aDescriptorNamesFilesBesideIt(path: String, said: String) throws {
    let scratch = try Scratch()
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("elsewhere"), withDestinationPath: "/etc/passwd")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("beside"), withDestinationPath: "web.qcow2")
    let name = String(decoding: try JSONEncoder().encode(path), as: UTF8.self)
    let text = """
      {"action": "registration", "title": "t", "description": "", "identifier": "web", "version": "1", "groups": [],
       "os": {"type": "linux", "distribution": "debian", "version": "13", "arch": "x86_64"}, "cpu": 1, "memory": 512,
       "disks": [{"name": "system", "type": "os", "role": "system", "format": "qcow2", "path": \(name), "target": "vda",
         "device_prefix": "vd", "virtual_size": 1, "file_size": 1, "sha256": "\(String(repeating: "0", count: 64))"}],
       "attributes": {}, "kiln": {"key": "\(String(repeating: "0", count: 64))", "chain": [], "built": 0, "answers": "",
         "firmware": "bios", "packages": 0, "tools": {"kiln": "", "qemu": "", "libguestfs": ""}}}
      """
    try Data(text.replacing("\"built\": 0", with: "\"built\": \"2026-01-01T00:00:00Z\"").utf8).write(
      to: URL(filePath: scratch.file("web.json")))
    let store = Store(root: scratch.file("store"))
    #expect(try reason { _ = try store.source(scratch.file("web.json")) } == said)
  }

  @Test func namesThatCannotBeToldApartAreRefused() throws {
    var limits = ReadingLimits(isForeign: true)
    #expect(
      try reason { for path in ["/a", "/\u{E9}", "/e\u{301}"] { try limits.take(path: path) } }
        == "it has two files whose names cannot be told apart: /e\u{301}")
    limits = ReadingLimits(isForeign: false)
    #expect(try reason { for _ in 0..<2 { try limits.take(path: "/a") } } == "taken")
  }

  @Test func namesAndContentAreCounted() throws {
    var limits = ReadingLimits(isForeign: true)
    let long = ArchiveEntry(path: String(repeating: "a", count: 4 << 20), kind: .file, mode: 0)
    #expect(
      try reason { for _ in 0..<100 { try limits.take(long) } }
        == "the image's file system: 256 MiB of names and attributes")
    limits = ReadingLimits(isForeign: true)
    #expect(
      try reason { for _ in 0..<100 { try limits.take(content: 64 << 20) } }
        == "the image's file system: 256 MiB of settings and lists of packages")
  }
}
