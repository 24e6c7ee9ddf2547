import Testing

@testable import Diagnostics

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("packages", "pakages", 1), ("parent", "parnet", 1), ("kitten", "sitting", 3),
    ("abc", "abc", 0),
  ])
  func distance(one: String, other: String, expected: Int) {
    #expect(editDistance(one, other) == expected)
    #expect(editDistance(other, one) == expected)
  }

  @Test(arguments: [
    ("parnet", " (did you mean 'parent'?)"), ("x", ""), ("PARENT", ""),
    ("paren", " (did you mean 'parent'?)"),
    (String(repeating: "parent", count: 20), ""),
  ])
  func onlyWhatIsNear(written: String, expected: String) {
    #expect(didYouMean(written, among: ["name", "parent", "parents"]) == expected)
  }

  @Test(arguments: [
    ("pakages", "packages"), ("pacakges", "packages"), ("lst", "list"), ("tset", "test"), ("zzz", nil),
    ("", nil),
  ]) func nearestCandidate(_ word: String, _ expected: String?) {
    #expect(nearest(to: word, among: ["list", "packages", "test"]) == expected)
  }
}
