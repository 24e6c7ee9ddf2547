import Archive
import Digests
import Foundation
import Subprocess

@testable import Media

/// A small signed archive in a folder, served over loopback HTTP, with a throw-away key of its own.
final class TestArchive {
  /// A package to be; its name, version and fields besides, and what it holds.
  struct Item {
    var name: String
    var version = "1"
    var fields: [String] = []
    var files: [InitrdFile] = []
    /// `postinst`, `templates` and the like, by name.
    var control: [String: String] = [:]
    var isComponent = false
    /// Whether the pool has it; the index has it always.
    var isInPool = true
  }

  let folder: TemporaryFolder
  let server: LoopbackServer
  let cache: MediaCache
  var items: [Item] = []
  /// Further lines of `Release`.
  var releaseFields = ["Acquire-By-Hash: yes"]
  /// How indexes are packed: each suffix with its program.
  var packings = [".xz": "xz"]
  /// The folder below `dists` that is published into.
  var suite = "test"
  var codename = "testing"
  var origin = "Test"
  var version = "1.0"
  var date = "Sat, 12 Sep 2026 07:55:41 UTC"

  init() throws {
    folder = try TemporaryFolder()
    server = try LoopbackServer.serving(folder.file("www"))
    cache = MediaCache(folder: folder.file("cache"))
  }

  var mirror: String { server.url + "/debian" }

  var keyring: String { folder.file("keyring.gpg") }

  /// Removes a file of the mirror, such as `dists/test/InRelease`.
  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: folder.file("www/debian/\(path)"))
  }

  func open(suite: String = "test", now: Date = Date(), asOf: Date? = nil) async throws -> SignedArchive {
    try await SignedArchive.open(
      mirrors: [mirror], suite: suite, keyring: keyring, cache: cache,
      downloader: Downloader(.init(retries: 0)),
      now: now, asOf: asOf)
  }

  /// Writes pool, indexes and the signed release.
  func publish() async throws {
    var indexes = ["main/binary-amd64/Packages": "", "main/debian-installer/binary-amd64/Packages": ""]
    var contents = ""
    for item in items {
      let index =
        item.isComponent ? "main/debian-installer/binary-amd64/Packages" : "main/binary-amd64/Packages"
      indexes[index, default: ""] += try stanza(item) + "\n\n"
      guard item.isComponent else { continue }
      for file in item.files where file.content != .folder {
        contents += file.path.padding(toLength: 60, withPad: " ", startingAt: 0)
        contents += " debian-installer/\(item.name)\n"
      }
    }
    var sums: [String] = []
    for (name, text) in indexes.sorted(by: { $0.key < $1.key }) {
      for (suffix, program) in packings {
        sums.append(try await publish([UInt8](text.utf8), as: name + suffix, with: program))
      }
    }
    sums.append(try await publish([UInt8](contents.utf8), as: "main/Contents-udeb-amd64.gz", with: "gzip"))
    try await sign(sums)
  }

  /// A component with the files and fields given.
  static func component(_ name: String, _ fields: String..., files: [InitrdFile] = []) -> Item {
    Item(name: name, fields: fields, files: files, isComponent: true)
  }

  private func stanza(_ item: Item) throws -> String {
    let package = try packageBytes(item)
    let path = "pool/\(item.name)_\(item.version)_amd64." + (item.isComponent ? "udeb" : "deb")
    if item.isInPool { try folder.write(package, to: "www/debian/\(path)") }
    let fields = ["Package: \(item.name)", "Version: \(item.version)"] + item.fields
    let place = ["Filename: \(path)", "Size: \(package.count)", "SHA256: \(sha256(package))"]
    return (fields + place).joined(separator: "\n")
  }

  /// The format is deb(5): an ar archive of a version and two tar archives.
  private func packageBytes(_ item: Item) throws -> [UInt8] {
    let control = try ArchiveWriter(format: .tar, compression: .gzip)
    for (name, text) in item.control.merging(["control": "Package: \(item.name)\n"], uniquingKeysWith: { $1 })
    {
      try control.add(ArchiveEntry(path: "./\(name)", kind: .file, mode: 0o755), data: Data(text.utf8))
    }
    let data = try ArchiveWriter(format: .tar, compression: .gzip)
    for file in item.files { try data.add(file) }
    let members = [
      ("debian-binary", Data("2.0\n".utf8)), ("control.tar.gz", try control.finish()),
      ("data.tar.gz", try data.finish()),
    ]
    var bytes = [UInt8]("!<arch>\n".utf8)
    for (name, data) in members {
      let fields = [(name, 16), ("0", 12), ("0", 6), ("0", 6), ("100644", 8), ("\(data.count)", 10)]
      let header = fields.map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined() + "`\n"
      bytes += [UInt8](header.utf8) + [UInt8](data) + (data.count % 2 == 0 ? [] : [10])
    }
    return bytes
  }

  /// - Returns: the index's line in the release.
  private func publish(_ bytes: [UInt8], as name: String, with program: String) async throws -> String {
    let packed = [UInt8](try await checked(Command(program, ["-c"]), input: Data(bytes)).stdout)
    let parent = name.split(separator: "/").dropLast().joined(separator: "/")
    let digest = sha256(packed)
    try folder.write(packed, to: "www/debian/dists/\(suite)/\(parent)/by-hash/SHA256/\(digest)")
    try folder.write(packed, to: "www/debian/dists/\(suite)/\(name)")
    return " \(digest) \(packed.count) \(name)"
  }

  private func sign(_ sums: [String]) async throws {
    let fields = [
      "Origin: \(origin)", "Suite: test", "Codename: \(codename)", "Version: \(version)", "Date: \(date)",
    ]
    let release = (fields + releaseFields + ["SHA256:"] + sums).joined(separator: "\n") + "\n"
    let home = folder.file("gnupg")
    try FileManager.default.createDirectory(
      atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    func gpg(_ arguments: String..., input: String = "") async throws -> Data {
      try await checked(
        Command("gpg", ["--homedir", home, "--batch", "--passphrase", ""] + arguments),
        input: Data(input.utf8)
      ).stdout
    }
    if folder.read("keyring.gpg") == nil {
      _ = try await gpg("--quick-gen-key", "Test <test@example.org>", "ed25519", "sign", "never")
      try folder.write([UInt8](await gpg("--export")), to: "keyring.gpg")
    }
    let signed = try await gpg("--clear-sign", input: release)
    try folder.write([UInt8](signed), to: "www/debian/dists/\(suite)/InRelease")
    try await checked(Command("gpgconf", ["--homedir", home, "--kill", "gpg-agent"]))
  }
}

extension ArchiveWriter {
  /// Adds a file of an initrd.
  func add(_ file: InitrdFile) throws {
    switch file.content {
    case .file(let bytes):
      try add(ArchiveEntry(path: "./" + file.path, kind: .file, mode: file.mode), data: Data(bytes))
    case .folder: try add(ArchiveEntry(path: "./" + file.path, kind: .folder, mode: file.mode))
    case .link(let target):
      try add(ArchiveEntry(path: "./" + file.path, kind: .symbolicLink(target: target), mode: file.mode))
    }
  }
}

extension InitrdFile {
  /// A text file.
  static func text(_ path: String, _ text: String, mode: UInt16 = 0o644) -> InitrdFile {
    InitrdFile(path: path, mode: mode, content: .file([UInt8](text.utf8)))
  }

  static func folder(_ path: String) -> InitrdFile { InitrdFile(path: path, mode: 0o755, content: .folder) }
}
