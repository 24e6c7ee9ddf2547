import Foundation
import Testing

@testable import Media

/// What becomes of a system's suites when one of them is not as it should be, and a site allows that updates are missing.
@Suite struct MissingUpdatesTests {
  enum Fault: CaseIterable, Sendable { case expired, absent, unreachable, forged, future }

  private static let now = Date(timeIntervalSince1970: 1_795_780_000)  // 2026-11-27
  private let archive: TestArchive

  init() throws { archive = try TestArchive() }

  /// The suite at fault, whether the site allows it, and the error; nil: the suite is left out.
  @Test(
    arguments: [
      (Fault.expired, "t-updates", true, nil),
      (.absent, "t-updates", true, nil),
      (.unreachable, "t-updates", true, nil),
      (.forged, "t-updates", true, "/dists/t-updates/InRelease: signature not accepted: "),
      (
        .future, "t-updates", true,
        "/dists/t-updates/InRelease: is of 2026-11-29T07:55:41Z, more than a day ahead of this host's clock"
      ),
      (.expired, "t-updates", false, "/dists/t-updates/InRelease: the archive's index expired on "),
      (.expired, "t-security", true, "/dists/t-security/InRelease: the archive's index expired on "),
      (.absent, "t-security", true, "/dists/t-security/InRelease: HTTP status 404"),
      (.absent, "t", true, "/dists/t/InRelease: HTTP status 404"),
    ] as [(Fault, String, Bool, String?)])
  func onlyUpdatesThatCannotBeHadAreLeftOut(
    fault: Fault, suite: String, isAllowed: Bool, message: String?
  ) async throws {
    let suites = ["t", "t-updates", "t-security"]
    for name in suites { try await publish(name, fault: name == suite ? fault : nil) }
    let archives = suites.map { name in
      let mirror = fault == .unreachable && name == suite ? "http://127.0.0.1:1/debian" : archive.mirror
      return PackageArchive.debian(
        mirrors: [mirror], suite: name, keyring: archive.keyring, isSecurity: name == "t-security")
    }
    var missing: [String] = []
    func open() async throws -> [String] {
      try await SignedArchive.open(
        archives, allowsMissingUpdates: isAllowed, cache: archive.cache,
        downloader: Downloader(.init(retries: 0)), now: Self.now,
        onMissing: { suite, _ in missing.append(suite) }
      ).map(\.suite)
    }
    if let message {
      let error = await #expect(throws: MediaError.self) { try await open() }
      #expect(error?.description.contains(message) == true, "\(String(describing: error))")
      #expect(missing == [])
    } else {
      #expect(try await open() == suites.filter { $0 != suite })
      #expect(missing == [suite])
    }
  }

  private func publish(_ suite: String, fault: Fault?) async throws {
    (archive.suite, archive.codename) = (suite, suite)
    archive.date =
      fault == .future ? "Sun, 29 Nov 2026 07:55:41 UTC" : "Sat, 21 Nov 2026 09:15:44 UTC"
    archive.releaseFields = fault == .expired ? ["Valid-Until: Sun, 22 Nov 2026 09:15:44 UTC"] : []
    try await archive.publish()
    let place = "www/debian/dists/\(suite)/InRelease"
    if fault == .absent { try archive.remove("dists/\(suite)/InRelease") }
    if fault == .forged {
      let text = String(decoding: archive.folder.read(place) ?? [], as: UTF8.self)
      try archive.folder.write(text.replacing("Version: 1.0", with: "Version: 1.1"), to: place)
    }
  }
}
