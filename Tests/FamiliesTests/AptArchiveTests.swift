import Testing

@testable import Families

@Suite struct AptArchiveTests {
  @Test(
    arguments: [
      (.debian, "http://m.example.org/debian", "http://security.debian.org/debian-security"),
      (.ubuntu, "http://m.example.org/ubuntu", "http://security.ubuntu.com/ubuntu"),
      (.ubuntu, "http://m.example.org/ubuntu-ports", "http://m.example.org/ubuntu-ports"),
    ] as [(AptArchive, String, String)])
  func securityUpdatesHaveAPlace(archive: AptArchive, mirror: String, security: String) {
    #expect(archive.securityArchive(beside: mirror) == security)
  }

  @Test func onlyDebianHasThemInAnArchiveThatNoMirrorCarries() {
    #expect(AptArchive.debian.separateSecurityArchive == "http://security.debian.org/debian-security")
    #expect(AptArchive.ubuntu.separateSecurityArchive == nil)
  }

  @Test(
    arguments: [
      (.debian, "trixie", "trixie-updates", "trixie-security"), (.debian, "sid", nil, nil),
      (.debian, "unstable", nil, nil), (.ubuntu, "noble", "noble-updates", "noble-security"),
    ] as [(AptArchive, String, String?, String?)])
  func aRollingSuiteHasNoUpdatesApart(
    archive: AptArchive, suite: String, updates: String?, security: String?
  ) {
    #expect(archive.updates(of: suite) == updates)
    #expect(archive.securityUpdates(of: suite) == security)
    #expect(updates.map(AptArchive.isUpdates) ?? true)
    #expect(!AptArchive.isUpdates(suite))
  }
}
