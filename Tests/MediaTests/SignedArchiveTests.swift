import Digests
import Foundation
import Subprocess
import Testing

@testable import Media

@Suite struct SignedArchiveTests {
  private let archive: TestArchive

  init() throws { archive = try TestArchive() }

  @Test func aPackageIsFetchedThroughTheSignedIndex() async throws {
    archive.items = [
      .init(name: "hello", version: "1.9"), .init(name: "hello", version: "1.10"), .init(name: "other"),
    ]
    try await archive.publish()
    let opened = try await archive.open()
    #expect(opened.release.codename == "testing")
    #expect(opened.release.version == "1.0")
    let package = try await opened.package("hello")
    #expect(package.version == "1.10")
    let path = try await opened.fetch(package)
    #expect(try sha256(file: path) == package.sha256)
    #expect(path == archive.cache.path(sha256: package.sha256))
    #expect(archive.server.requests.contains { $0.path.contains("/main/binary-amd64/by-hash/SHA256/") })
  }

  @Test func whatIsCachedIsNotAskedForAgain() async throws {
    archive.items = [.init(name: "hello")]
    archive.releaseFields = []
    try await archive.publish()
    for _ in 0..<2 {
      let opened = try await archive.open()
      _ = try await opened.fetch(opened.package("hello"))
    }
    let paths = archive.server.requests.map(\.path)
    #expect(
      paths == [
        "/debian/dists/test/InRelease", "/debian/dists/test/main/binary-amd64/Packages.xz",
        "/debian/pool/hello_1_amd64.deb", "/debian/dists/test/InRelease",
      ])
  }

  @Test func anUnknownPackageIsNamedWithItsIndex() async throws {
    archive.items = [.init(name: "other")]
    try await archive.publish()
    let opened = try await archive.open()
    let error = await #expect(throws: MediaError.self) { try await opened.package("hello") }
    #expect(
      error?.description
        == "\(archive.mirror)/dists/test/main/binary-amd64/Packages has no package hello")
  }

  @Test func aChangedReleaseIsRefused() async throws {
    try await archive.publish()
    let place = "www/debian/dists/test/InRelease"
    let text = String(decoding: archive.folder.read(place) ?? [], as: UTF8.self)
    try archive.folder.write(text.replacing("Version: 1.0", with: "Version: 6.6"), to: place)
    let error = await #expect(throws: MediaError.self) { try await archive.open() }
    let expected = "\(archive.mirror)/dists/test/InRelease: signature not accepted: "
    #expect(error?.description.hasPrefix(expected) == true)
    #expect(error?.description.contains("BAD signature from \"Test <test@example.org>\"") == true)
  }

  @Test func textOutsideTheSignatureIsNotRead() async throws {
    try await archive.publish()
    let place = "www/debian/dists/test/InRelease"
    let text = String(decoding: archive.folder.read(place) ?? [], as: UTF8.self)
    try archive.folder.write("Version: 6.6\n\n" + text + "\nVersion: 6.7\n", to: place)
    #expect(try await archive.open().release.version == "1.0")
  }

  /// A snapshot has what was newest at its time: it has expired by now, and other builds have seen newer states.
  @Test func aSnapshotIsHeldAgainstItsOwnTime() async throws {
    archive.releaseFields = ["Valid-Until: Sat, 19 Sep 2026 07:55:41 UTC"]
    archive.date = "Sun, 13 Sep 2026 07:55:41 UTC"
    try await archive.publish()
    let then = try Date("2026-09-14T00:00:00Z", strategy: .iso8601)
    _ = try await archive.open(now: then)
    archive.date = "Sat, 12 Sep 2026 07:55:41 UTC"
    try await archive.publish()
    let late = try Date("2026-12-01T00:00:00Z", strategy: .iso8601)
    func open(_ time: String) async throws -> SignedArchive {
      try await archive.open(now: late, asOf: try Date(time, strategy: .iso8601))
    }
    #expect(try await open("2026-09-13T00:00:00Z").release.date.ISO8601Format() == "2026-09-12T07:55:41Z")
    let url = "\(archive.mirror)/dists/test/InRelease"
    let newer = await #expect(throws: MediaError.self) { try await open("2026-09-12T00:00:00Z") }
    #expect(
      newer?.description
        == "\(url): is of 2026-09-12T07:55:41Z, newer than the snapshot of 2026-09-12T00:00:00Z")
    await #expect(throws: MediaError.self) { try await open("2026-10-12T00:00:00Z") }
    // An archive of today has no such licence.
    await #expect(throws: MediaError.self) { try await archive.open(now: late) }
  }

  /// What attacks/archive.py signs: each by a shell script that makes `signed` of `text`; `good` is signed as it should be.
  @Test(arguments: [
    ("SHA-1 digest", "sign test --digest-algo SHA1", "signatures using the SHA1 algorithm are rejected"),
    (
      "expired key",
      """
      date=--faked-system-time
      gpg $date 20200101T000000! --quick-gen-key old@example.org ed25519 sign 1y
      gpg --export > ../keyring.gpg
      sign old $date 20200601T000000!
      """, "signature not accepted: the key has expired; "
    ),
    ("two signed parts", "cat good good > signed", "multiple plaintexts seen"),
  ])
  func aDoubtfulSignatureIsRefused(attack: String, script: String, reason: String) async throws {
    try await archive.publish()
    let place = "www/debian/dists/test/InRelease"
    try archive.folder.write(archive.folder.read(place) ?? [], to: "gnupg/good")
    let frame = """
      set -e
      gpg() { command gpg --homedir . --quiet --batch --pinentry-mode loopback --passphrase '' "$@"; }
      sign() { name=$1; shift; gpg --local-user "$name@example.org" "$@" --clear-sign < text > signed; }
      gpg --decrypt good > text
      \(script)
      gpgconf --homedir . --kill gpg-agent
      """
    try await checked(Command("/bin/sh", ["-c", frame], workingDirectory: archive.folder.file("gnupg")))
    try archive.folder.write(archive.folder.read("gnupg/signed") ?? [], to: place)
    let error = await #expect(throws: MediaError.self) { try await archive.open() }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  /// attacks/archive.py: a few kilobytes that unpack to a stanza without end.
  @Test func aBombOfAnIndexIsNotHeldInMemory() async throws {
    archive.items = [.init(name: "hello", fields: ["X: " + String(repeating: "0", count: 8 << 20)])]
    try await archive.publish()
    let opened = try await archive.open()
    let error = await #expect(throws: MediaError.self) { try await opened.package("hello") }
    #expect(error?.description.contains("a stanza of more than 1048576 bytes") == true)
  }

  @Test func anotherKeyIsRefused() async throws {
    try await archive.publish()
    let other = try TestArchive()
    try await other.publish()
    try archive.folder.write(other.folder.read("keyring.gpg") ?? [], to: "keyring.gpg")
    let error = await #expect(throws: MediaError.self) { try await archive.open() }
    #expect(error?.description.contains("No public key") == true)
  }

  @Test func aMissingKeyringIsNamed() async throws {
    try await archive.publish()
    try FileManager.default.removeItem(atPath: archive.keyring)
    let error = await #expect(throws: MediaError.self) { try await archive.open() }
    #expect(
      error?.description
        == "\(archive.keyring): no such keyring; is the archive's keyring package installed?")
  }

  @Test func anExpiredReleaseIsRefused() async throws {
    archive.releaseFields = ["Valid-Until: Sat, 19 Sep 2026 07:55:41 UTC"]
    try await archive.publish()
    let expiry = Date(timeIntervalSince1970: 1_789_804_541)
    _ = try await archive.open(now: expiry.addingTimeInterval(-1))
    let error = await #expect(throws: MediaError.self) {
      try await archive.open(now: expiry.addingTimeInterval(1))
    }
    #expect(
      error?.description == "\(archive.mirror)/dists/test/InRelease: the archive's index expired on "
        + "2026-09-19T07:55:41Z; use a mirror that is up to date")
  }

  @Test func anIndexOfAnotherSuiteIsRefused() async throws {
    archive.releaseFields = []
    try await archive.publish()
    let bytes = archive.folder.read("www/debian/dists/test/InRelease") ?? []
    try archive.folder.write(bytes, to: "www/debian/dists/newer/InRelease")
    let error = await #expect(throws: MediaError.self) {
      try await SignedArchive.open(
        mirror: archive.mirror + "/", suite: "newer", keyring: archive.keyring, cache: archive.cache,
        downloader: Downloader())
    }
    #expect(error?.description == "\(archive.mirror)/dists/newer/InRelease: is of testing, not of newer")
  }

  @Test(arguments: ["main/binary-amd64/Packages.xz", "pool/hello_1_amd64.deb"])
  func changedBytesAreRefused(name: String) async throws {
    archive.items = [.init(name: "hello")]
    archive.releaseFields = []
    try await archive.publish()
    let place = name.hasPrefix("pool/") ? "www/debian/\(name)" : "www/debian/dists/test/\(name)"
    var bytes = archive.folder.read(place) ?? []
    bytes[bytes.count - 1] ^= 1
    try archive.folder.write(bytes, to: place)
    let opened = try await archive.open()
    let error = await #expect(throws: MediaError.self) { try await opened.fetch(opened.package("hello")) }
    #expect(error?.description.contains(": SHA-256 is \(sha256(bytes)), expected ") == true)
  }

  @Test func aMalformedStanzaIsNamedWithItsIndex() async throws {
    archive.items = [.init(name: "hello", fields: ["nonsense"]), .init(name: "other")]
    try await archive.publish()
    let opened = try await archive.open()
    #expect(try await opened.package("other").name == "other")
    let error = await #expect(throws: MediaError.self) { try await opened.package("hello") }
    #expect(error?.description == "main/binary-amd64/Packages: not a field: 'nonsense'")
  }

  @Test func theNextMirrorIsOpenedWhenOneHasNoArchive() async throws {
    archive.items = [.init(name: "hello")]
    try await archive.publish()
    let opened = try await SignedArchive.open(
      mirrors: [archive.server.url + "/none", archive.mirror], suite: "test", keyring: archive.keyring,
      cache: archive.cache, downloader: Downloader())
    #expect(opened.mirror == archive.mirror)
  }

  @Test func offlineTheLastVerifiedArchiveServes() async throws {
    archive.items = [.init(name: "hello")]
    try await archive.publish()
    let before = try await archive.open()
    let path = try await before.fetch(before.package("hello"))
    // What has no good signature never takes its place.
    try archive.folder.write("<html>Please log in</html>", to: "www/debian/dists/test/InRelease")
    await #expect(throws: MediaError.self) { try await archive.open() }
    let count = archive.server.requests.count
    let offline = Downloader(.init(isOffline: true))
    let opened = try await SignedArchive.open(
      mirror: archive.mirror, suite: "test", keyring: archive.keyring, cache: archive.cache,
      downloader: offline)
    #expect(opened.digest == before.digest)
    #expect(try await opened.fetch(opened.package("hello")) == path)
    #expect(archive.server.requests.count == count)
    let error = await #expect(throws: MediaError.self) {
      try await SignedArchive.open(
        mirror: "http://mirror.example.org/debian", suite: "test", keyring: archive.keyring,
        cache: archive.cache, downloader: offline)
    }
    #expect(
      error?.description == "http://mirror.example.org/debian/dists/test/InRelease: not in the store, "
        + "and offline nothing is downloaded")
  }
}
