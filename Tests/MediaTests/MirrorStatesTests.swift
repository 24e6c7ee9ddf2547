import Foundation
import Testing

@testable import Media

/// What an installer's media are made of on a mirror that is not the one it was tested with; docs/media.md has the table.
@Suite struct MirrorStatesTests {
  /// Of the newer state, under the codename `testing`; the older one is under the alias `test`, and whole.
  enum Mode: String, CaseIterable, Sendable {
    case whole, noHashes, otherPacking, otherMirror
    case moving, movingPool, seenBefore, newerKernelOnly
    case strict, tooOld, expired, security, otherCodename, forged
    case lying
  }

  enum Outcome {
    case newest
    case standIn
    case failure([String])
  }

  private static let now = Date(timeIntervalSince1970: 1_795_780_000)  // 2026-11-27
  private static let index = "dists/testing/main/debian-installer/binary-amd64"
  private let archive: TestArchive

  init() throws { archive = try TestArchive() }

  private static func outcome(_ mode: Mode) -> Outcome {
    switch mode {
    case .whole, .noHashes, .otherPacking, .otherMirror: .newest
    case .moving, .movingPool, .seenBefore, .newerKernelOnly: .standIn
    case .strict, .tooOld, .expired, .security, .otherCodename, .forged:
      .failure([
        "/dists/testing (1.8, 2026-11-21T09:15:44Z): the mirror is between two states: "
          + "main/debian-installer/binary-amd64/Packages cannot be had:\n",
        "/by-hash/SHA256/", ": HTTP status 404", "/Packages.xz: HTTP status 404",
      ])
    case .lying: .failure(["/by-hash/SHA256/", ": SHA-256 is ", ", expected "])
    }
  }

  @Test(arguments: Mode.allCases)
  func mediaAreMadeOrItIsSaidWhyNot(mode: Mode) async throws {
    try await publish(mode)
    let other = try LoopbackServer.serving(archive.folder.file("other"))
    var notices: [String] = []
    var media: InstallerMedia?
    var message = ""
    do {
      let opened = try await SignedArchive.open(
        mirrors: [archive.mirror] + (mode == .otherMirror ? [other.url + "/debian/"] : []), suite: "testing",
        keyring: archive.keyring, cache: archive.cache, downloader: Downloader(.init(retries: 0)),
        now: Self.now)
      #expect(opened.release.version == "1.8")
      let policy = MirrorPolicy(
        isStrict: mode == .strict, maximumAge: mode == .tooOld ? .seconds(86400) : .seconds(120 * 86400))
      let made = try await DebianInstallerMedia(archive: opened, cache: archive.cache)
        .make(package: "netboot", components: ["a"], policy: policy) { notices.append($0) }
      #expect((made.standIn != nil) == !notices.isEmpty)
      media = made.media
      // The second time all of it is there.
      let again = await DebianInstallerMedia(archive: opened, cache: archive.cache)
        .made(package: "netboot", components: ["a"], policy: policy)
      #expect(again?.media == media)
    } catch let error as MediaError {
      message = error.description
    }
    switch Self.outcome(mode) {
    case .newest:
      #expect(media?.components.first?.version == "2", "\(message)")
      #expect(notices == [])
    case .standIn:
      #expect(media?.components.first?.version == "1", "\(message)")
      #expect(media?.release?.version == "1.7")
      #expect(notices.count == 1)
      let notice = notices.first ?? ""
      #expect(notice.contains("/dists/testing (1.8, 2026-11-21T09:15:44Z) is between two states"))
      #expect(notice.contains("components are those of \(archive.mirror)/dists/"))
      #expect(notice.hasSuffix(" (1.7, 2026-09-12T07:55:41Z)"))
    case .failure(let parts):
      #expect(media == nil)
      for part in parts { #expect(message.contains(part), "\(message)") }
    }
  }

  /// The older state, whole; then the newer one, as the mode has it.
  private func publish(_ mode: Mode) async throws {
    try await publishOlder(mode)
    archive.suite = "testing"
    (archive.version, archive.date) = ("1.8", "Sat, 21 Nov 2026 09:15:44 UTC")
    archive.releaseFields =
      mode == .security ? ["Acquire-By-Hash: yes", "Label: Test-Security"] : ["Acquire-By-Hash: yes"]
    if mode == .otherPacking { archive.packings = [".xz": "xz", ".gz": "gzip"] }
    archive.items = try items("2")
    try await archive.publish()
    try breakNewer(mode)
  }

  private func publishOlder(_ mode: Mode) async throws {
    archive.version = "1.7"
    archive.items = try items("1")
    if mode == .expired { archive.releaseFields += ["Valid-Until: Sat, 26 Sep 2026 07:55:41 UTC"] }
    if mode == .security { archive.releaseFields += ["Label: Test-Security"] }
    if mode == .otherCodename { archive.codename = "older" }
    archive.suite = mode == .seenBefore ? "testing" : "test"
    try await archive.publish()
    archive.codename = "testing"
    if mode == .forged {
      let name = "www/debian/dists/test/InRelease"
      let text = String(decoding: archive.folder.read(name) ?? [], as: UTF8.self)
      try archive.folder.write(text.replacing("Version: 1.7", with: "Version: 1.9"), to: name)
    }
    guard mode == .seenBefore else { return }
    _ = try await archive.open(suite: "testing", now: Self.now)
    try FileManager.default.copyItem(
      atPath: archive.folder.file("www/debian/\(Self.index)/Packages.xz"), toPath: archive.folder.file("old"))
  }

  private func breakNewer(_ mode: Mode) throws {
    let hashes = "\(Self.index)/by-hash"
    switch mode {
    case .whole: break
    case .noHashes: try archive.remove(hashes)
    case .otherPacking:
      try archive.remove(hashes)
      try archive.remove("\(Self.index)/Packages.xz")
    case .otherMirror:
      try FileManager.default.copyItem(
        atPath: archive.folder.file("www"), toPath: archive.folder.file("other"))
      try archive.remove(Self.index)
    case .newerKernelOnly:
      try archive.remove(Self.index)
      try archive.remove("pool/netboot_1_amd64.deb")
    case .movingPool:
      try archive.remove("pool/netboot_2_amd64.deb")
    case .seenBefore:
      try archive.remove(hashes)
      try archive.remove("\(Self.index)/Packages.xz")
      try FileManager.default.copyItem(
        atPath: archive.folder.file("old"),
        toPath: archive.folder.file("www/debian/\(Self.index)/Packages.xz"))
    case .moving, .strict, .tooOld, .expired, .security, .otherCodename, .forged:
      try archive.remove(Self.index)
    case .lying:
      try archive.remove("\(Self.index)/Packages.xz")
      let folder = archive.folder.file("www/debian/\(hashes)/SHA256")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        try Data("lies".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      }
    }
  }

  private func items(_ version: String) throws -> [TestArchive.Item] {
    var component = TestArchive.component("a", files: [.text("usr/bin/a", version)])
    component.version = version
    return [try TestArchive.netboot(kernel: "6.1-amd64", version: version), component]
  }

  @Test(arguments: [
    ("Sat, 12 Sep 2026 07:55:40 UTC", "older than that of 2026-09-12T07:55:41Z which was verified before"),
    ("Sun, 29 Nov 2026 07:55:41 UTC", "more than a day ahead of this host's clock"),
  ])
  func statesOfAnotherTimeAreNotBelieved(date: String, reason: String) async throws {
    try await archive.publish()
    let before = try await archive.open(now: Self.now)
    archive.date = date
    try await archive.publish()
    // Another mirror of the same archive shows what no mirror may show any more.
    let error = await #expect(throws: MediaError.self) {
      try await SignedArchive.open(
        mirror: archive.server.url + "/./debian", suite: "test", keyring: archive.keyring,
        cache: archive.cache,
        downloader: Downloader(.init(retries: 0)), now: Self.now)
    }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    await #expect(throws: MediaError.self) { try await archive.open(now: Self.now) }
    // What was believed before still serves.
    let offline = try await SignedArchive.open(
      mirror: archive.mirror, suite: "test", keyring: archive.keyring, cache: archive.cache,
      downloader: Downloader(.init(isOffline: true)), now: Self.now)
    #expect(offline.digest == before.digest)
  }

  @Test func anArchiveAtNobodysAddressIsNoMirrorThatMoves() async throws {
    try await archive.publish()
    let opened = try await SignedArchive.open(
      mirrors: [archive.mirror, "http://127.0.0.1:1"], suite: "test", keyring: archive.keyring,
      cache: archive.cache, downloader: Downloader(.init(retries: 0)), now: Self.now)
    try archive.remove("dists/test/main/binary-amd64")
    let error = await #expect(throws: MediaError.self) { try await opened.package("x") }
    guard case .inconsistent(_, _, let attempts) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(attempts.count == 3)
    #expect(attempts.last?.description.hasPrefix("http://127.0.0.1:1/dists/test/") == true)
  }
}
