import Testing
import Text

@Suite struct ShownNameTests {
  @Test(arguments: [
    ("/usr/bin/env", "/usr/bin/env"), ("a\nb\tc", #"a\u000Ab\u0009c"#), ("\u{1B}[31m", #"\u001B[31m"#),
    ("\u{9B}x\u{7F}", #"\u009Bx\u007F"#), ("a\u{202E}b\u{2066}", #"a\u202Eb\u2066"#), ("größe", "größe"),
    (String(repeating: "x", count: 300), String(repeating: "x", count: 200) + "…"),
  ])
  func steersNothing(name: String, shown: String) { #expect(shownName(name) == shown) }

  /// A character may be combined of any number of scalars.
  @Test func marksThatCombineAreCut() {
    #expect(shownName("e" + String(repeating: "\u{301}", count: 100_000)).utf8.count < 1000)
  }
}
