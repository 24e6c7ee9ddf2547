import Foundation
import Testing

@testable import Media

@Suite struct ReleaseTests {
  private static let digest = String(repeating: "ab", count: 32)

  private func release(_ lines: String...) throws -> Release {
    try Release([UInt8](lines.joined(separator: "\n").utf8), url: "release")
  }

  @Test func itsFieldsAreRead() throws {
    let release = try release(
      "Suite: stable", "Version: 13.7", "Codename: trixie", "Date: Sat, 12 Sep 2026 07:55:41 UTC",
      "Valid-Until: Sat, 19 Sep 2026 07:55:41 +0000", "Acquire-By-Hash: yes", "MD5Sum:",
      " 00 1 main/other", "SHA256:", " \(Self.digest)   54284 main/Packages.xz")
    #expect(
      release.info
        == ReleaseInfo(
          suite: "stable", codename: "trixie", version: "13.7",
          date: Date(timeIntervalSince1970: 1_789_199_741)
        ))
    #expect(release.validUntil == release.info.date.addingTimeInterval(7 * 86400))
    #expect(release.acquireByHash)
    #expect(
      release.places(of: "main/Packages") == [
        .init(
          path: "main/by-hash/SHA256/\(Self.digest)", entry: .init(sha256: Self.digest, size: 54284),
          isByHash: true),
        .init(
          path: "main/Packages.xz", entry: .init(sha256: Self.digest, size: 54284), isByHash: false),
      ])
    #expect(!release.lists("main/other"))
  }

  @Test(arguments: [
    ("", "release: empty"),
    ("Suite: s", "release: no Date"),
    ("Date: Sat, 12 Sep 2026 07:55:41 UTC", "release: no Codename"),
    ("Suite: s\nDate: yesterday", "release: no Date"),
    ("Suite: s\nDate: Sat, 12 Sep 2026 07:55:41 CEST", "release: no Date"),
    (
      "Suite: s\nDate: Sat, 12 Sep 2026 07:55:41 UTC\nValid-Until: never", "release: bad Valid-Until: never"
    ),
    (
      "Suite: s\nDate: Sat, 12 Sep 2026 07:55:41 UTC\nSHA256:\n 12 34 name",
      "release: bad line under SHA256: '12 34 name'"
    ),
    ("Suite: s\nnonsense", "release: not a field: 'nonsense'"),
    ("Suite: s\nDate: Sat, 12 Sep 2026 07:55:41 UTC\n\nSuite: t", "release: more than one stanza"),
  ])
  func nonsenseIsAnError(text: String, message: String) {
    let error = #expect(throws: MediaError.self) { try release(text) }
    #expect(error?.description == message)
  }
}
