import Testing

@testable import Families

@Suite struct RPMVersionTests {
  // The order is that of rpm's own tests, tests/rpmvercmp.at.
  @Test(arguments: [
    ("1.0", "2.0"), ("2.0", "2.0.1"), ("2.0.1", "2.0.1a"), ("5.5p1", "5.5p2"), ("5.5p1", "5.5p10"),
    ("10xyz", "10.1xyz"), ("xyz10", "xyz10.1"), ("xyz.4", "8"), ("xyz.4", "2"), ("5.5p2", "5.6p1"),
    ("5.6p1", "6.5p1"), ("6.0", "6.0.rc1"), ("10a2", "10b2"), ("1.0a", "1.0aa"), ("10.0001", "10.0039"),
    ("4.999.9", "5.0"), ("20101121", "20101122"), ("2_0", "2_1"), ("1.0~rc1", "1.0"),
    ("1.0~rc1", "1.0~rc2"), ("1.0~rc1~git123", "1.0~rc1"), ("1.0", "1.0^"), ("1.0", "1.0^git1"),
    ("1.0^git1", "1.0^git2"), ("1.0^git1", "1.01"), ("1.0^20160101", "1.0.1"),
    ("1.0^20160101^git1", "1.0^20160102"), ("1.0~rc1", "1.0~rc1^git1"), ("1.0^git1~pre", "1.0^git1"),
    ("a", "1"), ("1.0", "1:0.1"), ("1:1.0-1.el9", "1:1.0-2.el9"), ("1.0-9.el9", "1.0-10.el9"),
    ("1.0-1.el9", "1.0-1.el9_1"), ("1.0-99", "1.1-1"),
  ])
  func olderComesFirst(older: String, newer: String) {
    #expect(RPMVersion(older) < RPMVersion(newer))
    #expect(!(RPMVersion(newer) < RPMVersion(older)))
  }

  @Test(arguments: [
    ("10.1", "10.01"), ("10.0001", "10.1"), ("2.0", "2_0"), ("a", "a+"), ("a+", "a_"), ("+_", "_+"),
    ("1.0^", "1.0^"), ("0:1.0-1", "1.0-1"), ("fc4", "fc.4"), ("1.0^git1~pre", "1.0^git1~pre"),
  ])
  func equalsComeInNoOrder(one: String, other: String) {
    #expect(!(RPMVersion(one) < RPMVersion(other)))
    #expect(!(RPMVersion(other) < RPMVersion(one)))
  }
}
