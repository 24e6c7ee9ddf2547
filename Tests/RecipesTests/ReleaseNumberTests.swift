import Testing

@testable import Recipes

@Suite struct ReleaseNumberTests {
  @Test(arguments: [
    (["10", "8", "9.6", "9.10", "9", "22.04"], ["8", "9", "9.6", "9.10", "10", "22.04"]),
    (["9.6.1", "9.6", "9.6.0"], ["9.6", "9.6.0", "9.6.1"]),
  ])
  func numbersAreComparedAsNumbers(written: [String], sorted: [String]) {
    #expect(written.compactMap { ReleaseNumber($0) }.sorted().map(\.description) == sorted)
  }

  @Test(arguments: ["", ".", "9.", ".6", "9..6", "9.x", "+9", "-9", "9 ", "٣", "99999999999999999999"])
  func whatIsNoDottedNumber(text: String) {
    #expect(ReleaseNumber(text) == nil)
  }

  @Test(arguments: [
    ("9.6", "9", true), ("9.6", "9.6", true), ("9", "9.6", false), ("96", "9", false), ("9.61", "9.6", false),
    ("22.04", "22.4", true),
  ])
  func partsBegin(release: String, version: String, expected: Bool) throws {
    #expect(
      try #require(ReleaseNumber(release)).begins(with: try #require(ReleaseNumber(version))) == expected)
  }
}
