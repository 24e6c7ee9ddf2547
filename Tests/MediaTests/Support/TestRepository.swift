import Digests
import Foundation
import Subprocess

@testable import Media

/// A small repository of RPM packages in a folder, served over loopback HTTP, with a throw-away key of its own.
final class TestRepository {
  let folder: TemporaryFolder
  let server: LoopbackServer
  let cache: MediaCache
  let key: SigningKey
  /// When its metadata were made, since 1970; nil: they do not say.
  var seconds: String?

  init() async throws {
    folder = try TemporaryFolder()
    server = try LoopbackServer.serving(folder.file("www"))
    cache = MediaCache(folder: folder.file("cache"))
    key = try await SigningKey(in: folder)
  }

  var address: String { "\(server.url)/repo" }

  /// - Parameters:
  ///   - packages: `NAME EPOCH VERSION RELEASE ARCHITECTURE`.
  ///   - fixes: those that a security advisory names; an advisory of another kind names all packages.
  func publish(_ packages: [String], fixes: [String] = []) async throws {
    let primary = try await file("primary.xml", packed: "zstd", Self.primary(packages))
    let advisories = Self.advisory("security", fixes) + Self.advisory("enhancement", packages)
    let updateInfo = try await file("updateinfo.xml", packed: "gzip", "<updates>\(advisories)</updates>")
    try await sign(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
      <revision>1</revision>\(data("primary", primary))\(data("updateinfo", updateInfo))
      </repomd>

      """)
  }

  /// Writes `repomd.xml` with its signature.
  func sign(_ text: String) async throws {
    try folder.write(text, to: "www/repo/repodata/repomd.xml")
    try folder.write(
      try await key.signature(of: text, armored: true), to: "www/repo/repodata/repomd.xml.asc")
  }

  private static func primary(_ packages: [String]) -> String {
    let elements = packages.map { line in
      let words = line.split(separator: " ")
      return """
        <package type="rpm"><name>\(words[0])</name><arch>\(words[4])</arch>
        <version epoch="\(words[1])" ver="\(words[2])" rel="\(words[3])"/><summary>A &amp; B</summary>
        <format><rpm:provides><rpm:entry name="\(words[0])" flags="EQ" epoch="9" ver="9" rel="9"/></rpm:provides>
        <file>/usr/bin/name</file></format></package>
        """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
      \(elements.joined())</metadata>
      """
  }

  private static func advisory(_ type: String, _ packages: [String]) -> String {
    let elements = packages.map { line in
      let words = line.split(separator: " ")
      return "<package name=\"\(words[0])\" epoch=\"\(words[1])\" version=\"\(words[2])\""
        + " release=\"\(words[3])\" arch=\"\(words[4])\"><filename>x.rpm</filename></package>"
    }
    return "<update type=\"\(type)\"><id>X-1</id><pkglist><collection><name>x</name>"
      + elements.joined() + "</collection></pkglist></update>"
  }

  private func file(_ name: String, packed program: String, _ text: String) async throws -> [UInt8] {
    let bytes = [UInt8](try await checked(Command(program, ["-c"]), input: Data(text.utf8)).stdout)
    try folder.write(bytes, to: "www/repo/repodata/\(sha256(bytes))-\(name)")
    return bytes
  }

  private func data(_ type: String, _ bytes: [UInt8]) -> String {
    """
    <data type="\(type)"><checksum type="sha256">\(sha256(bytes))</checksum>
    <location href="repodata/\(sha256(bytes))-\(type).xml"/>
    <size>\(bytes.count)</size>\(seconds.map { "<timestamp>\($0)</timestamp>" } ?? "")</data>
    """
  }
}
