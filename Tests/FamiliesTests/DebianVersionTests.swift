import Testing

@testable import Families

@Suite struct DebianVersionTests {
  // The order is dpkg's own: `dpkg --compare-versions` agrees with each.
  @Test(arguments: [
    ("1.0", "1.1"), ("1.9", "1.10"), ("1.0~rc1", "1.0"), ("1.0~~", "1.0~"), ("1.0", "1.0-1"),
    ("1.0-1", "1.0-1+b1"), ("9", "1:1"), ("1.0", "1.0a"), ("1.0a", "1.0+"),
    ("6.12.94+deb13", "6.12.107+deb13"),
    ("2.41.5-0+deb13u1", "2.41.5-1"), ("1.2.3", "1.2.3.0"), ("1-0", "1-1"),
  ])
  func olderComesFirst(older: String, newer: String) {
    #expect(DebianVersion(older) < DebianVersion(newer))
    #expect(!(DebianVersion(newer) < DebianVersion(older)))
  }

  @Test(arguments: [("1.0", "1.00"), ("0:1", "1"), ("1-0", "1")])
  func equalsComeInNoOrder(one: String, other: String) {
    #expect(!(DebianVersion(one) < DebianVersion(other)))
    #expect(!(DebianVersion(other) < DebianVersion(one)))
  }

  @Test(arguments: [
    ("1.47.2-3+b12", "1.47.2-3"), ("1.47.2-3", "1.47.2-3"), ("1+b", "1+b"), ("1+bpo1", "1+bpo1"),
  ])
  func aRebuildHasTheSourceVersionOfWhatWasRebuilt(version: String, source: String) {
    #expect(DebianVersion(version).source == source)
  }
}
