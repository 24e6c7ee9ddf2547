import Foundation
import Testing
@testable import Images

/// Databases that SQLite and Berkeley DB's db_load have written, in pages of 512 bytes, so that headers go on over many: two packages, and
/// a key in the first.
@Suite struct RPMDatabaseTests {
  /// The corpus of `make fuzz` has them.
  private static func bytes(_ name: String) throws -> [UInt8] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: tests.appending(path: "FuzzTests/corpus/rpm-database/\(name)")))
  }

  private static let place = "/usr/lib/sysimage/rpm/rpmdb.sqlite"

  @Test func packagesAreReadWithTheirFiles() throws {
    var contents = ImageContents(files: [:])
    contents.files["/usr/share/bash"] = ContentsFile(kind: .link, mode: 0o777, target: "../lib/bash")
    let packages = try #require(RPMDatabase.packages([Self.place: try Self.bytes("sqlite")], in: contents))
    #expect(packages.map(\.name) == ["bash", "openssl-libs"])
    #expect(packages.map(\.version) == ["5.1.8-9.el9", "1:3.0.7-27.el9"])
    #expect(packages.map(\.architecture) == ["x86_64", "x86_64"])
    #expect(packages.map(\.source) == ["bash", "openssl"])
    #expect(packages.map(\.sourceVersion) == ["5.1.8-9.el9", "1:3.0.7-27.el9"])
    #expect(packages.map(\.license) == ["GPL-3.0-or-later", "Apache-2.0"])
    #expect(packages[0].supplier == "Rocky Enterprise Software Foundation")
    #expect(packages[0].installedSize == 7000)
    #expect(packages[0].files?.count == 61)
    #expect(packages[0].files?.prefix(2) == ["/etc/bashrc", "/usr/lib/bash/file-000"])
    #expect(packages[0].settings == ["/etc/bashrc"])
  }

  @Test func hashesOfBerkeleyDBAreRead() throws {
    let bytes = try Self.bytes("hash")
    let packages = try #require(
      RPMDatabase.packages(["/var/lib/rpm/Packages": bytes], in: ImageContents(files: [:])))
    #expect(packages.map(\.name) == ["bash", "openssl-libs"])
    #expect(packages.map(\.version) == ["4.4.20-5.el8", "1:1.1.1k-12.el8"])
    #expect(packages.map(\.license) == ["GPL-3.0-or-later", "OpenSSL"])
    #expect(packages[0].files?.count == 61)
    for length in stride(from: 0, to: bytes.count, by: 97) {
      _ = BerkeleyHash(Array(bytes[..<length]))?.values
    }
    for index in stride(from: 16, to: bytes.count, by: 5) {
      for value: UInt8 in [0, 0x7F, 0xFF] {
        var broken = bytes
        broken[index] = value
        _ = RPMDatabase.packages(["/var/lib/rpm/Packages": broken], in: ImageContents(files: [:]))
      }
    }
  }

  /// Whatever is in an image, it is read to an end.
  @Test func brokenDatabasesAreReadAsFarAsTheyGo() throws {
    let bytes = try Self.bytes("sqlite")
    for length in stride(from: 0, to: bytes.count, by: 97) {
      _ = RPMDatabase.packages([Self.place: Array(bytes[..<length])], in: ImageContents(files: [:]))
    }
    for index in stride(from: 16, to: bytes.count, by: 5) {
      for value: UInt8 in [0, 0x7F, 0xFF] {
        var broken = bytes
        broken[index] = value
        _ = RPMDatabase.packages([Self.place: broken], in: ImageContents(files: [:]))
      }
    }
    #expect(RPMDatabase.packages(["/etc/passwd": [1]], in: ImageContents(files: [:])) == nil)
    #expect(
      RPMDatabase.packages([Self.place: Array("SQLite format 3\0".utf8)], in: ImageContents(files: [:]))
        == nil)
  }

  @Test(arguments: [
    ("bash-5.1.8-9.el9.src.rpm", "", "bash", "5.1.8-9.el9"),
    ("python-urllib3-1.26.5-5.el9.src.rpm", "2:", "python-urllib3", "2:1.26.5-5.el9"),
  ]) func sourcesAreTakenApart(_ file: String, _ epoch: String, _ name: String, _ version: String) {
    let source = RPMDatabase.source(file, epoch: epoch)
    #expect(source.name == name && source.version == version)
  }
}
