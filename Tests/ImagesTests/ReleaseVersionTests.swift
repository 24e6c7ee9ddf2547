import Images
import Testing

struct ReleaseVersionTests {
  /// From semver.org, 11, and days; each comes before the next.
  @Test(arguments: [
    [
      "0.1.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2",
      "1.0.0-beta.11",
      "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0--", "2.0.0", "2026.13.1", "20261128.0.0",
    ],
    ["1999-12-31", "2026.02.28", "20261128", "2026-11-28.1", "20261128.2", "2026.11.28.10", "2026-12-01"],
  ])
  func versionsRise(texts: [String]) throws {
    let versions = try texts.map { try ReleaseVersion($0) }
    for (index, version) in versions.enumerated() {
      for (other, next) in versions.enumerated() {
        #expect(version.precedes(next) == (index < other), "\(version) \(next)")
      }
    }
  }

  @Test func schemesCannotBeCompared() throws {
    let (day, number) = (try ReleaseVersion("2026-11-28"), try ReleaseVersion("1.0.0"))
    #expect(day.precedes(number) == nil && number.precedes(day) == nil)
    #expect(day.scheme == .date && number.scheme == .semantic)
  }

  /// One day is one version, however it is written.
  @Test func aDayIsOneVersion() throws {
    let (one, other) = (try ReleaseVersion("2026-11-28"), try ReleaseVersion("20261128"))
    #expect(one.precedes(other) == false && other.precedes(one) == false)
  }

  @Test(arguments: [
    ("1.2", "is neither a semantic version"), ("13", "is neither"), ("", "is neither"),
    ("1.02.0", "is neither"),
    ("1.2.0-01", "is neither"), ("1.2.0-", "is neither"), ("1.2.0-a..b", "is neither"),
    ("1.2.0-ä", "is neither"),
    ("1.2.0 ", "is neither"), ("2026-02-29", "is neither"), ("2026-11-28.01", "is neither"),
    ("2026-11-28x", "is neither"),
    ("20261131", "is neither"), ("../1.0.0", "is neither"), ("99999999999999999999.0.0", "is neither"),
    ("v1.2.0", "begins with 'v': write 1.2.0"),
    ("1.2.0+7", "has '+', behind which builds are told apart: leave that out"),
  ])
  func whatIsNoVersionIsRefused(text: String, fault: String) {
    let error = #expect(throws: ReleaseVersion.Fault.self) { try ReleaseVersion(text) }
    #expect(error?.description.hasPrefix(fault) == true, "\(error as Any)")
  }
}
