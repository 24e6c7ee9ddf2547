import Media
import Testing

@testable import Roots

/// When packages are unpacked once more, and from where.
struct BootstrapRetryTests {
  @Test(arguments: [
    ("E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?", true),
    ("E: Failed to fetch http://d.example.org/x.deb  404  Not Found [IP: 192.0.2.1 80]", true),
    ("E: Failed to fetch http://d/x  File has unexpected size (1 != 2). Mirror sync in progress?", true),
    ("E: Unable to locate package no-such", false), ("E: setup.sh failed", false),
  ])
  func anArchiveThatMovedOnIsToldByItsLines(line: String, isMoved: Bool) {
    #expect(BootstrapStep.tellOfMovedArchive(["I: running", line, "E: mmdebstrap failed to run"]) == isMoved)
  }

  @Test(arguments: [
    (["http://a/debian/", "http://b/debian"], ["http://b/debian", "http://a/debian/"]),
    (["http://b/debian", "http://a/debian"], ["http://b/debian", "http://a/debian"]),
    (["http://a/debian"], ["http://a/debian"]),
  ])
  func anotherMirrorIsAskedFirst(mirrors: [String], order: [String]) {
    func archive(_ mirrors: [String]) -> PackageArchive {
      .debian(mirrors: mirrors, suite: "trixie", keyring: "/k", isSecurity: false)
    }
    #expect(archive(mirrors).asking(last: ["http://a/debian"]) == archive(order))
  }
}
