import Testing
@testable import Images

@Suite struct UnifiedDiffTests {
  @Test(arguments: [
    ("", "a\n", ["@@ -0,0 +1 @@", "+a"]),
    ("a\n", "", ["@@ -1 +0,0 @@", "-a"]),
    ("a\nb\n", "a\nc\n", ["@@ -1,2 +1,2 @@", " a", "-b", "+c"]),
    ("a\n", "a\n", []),
    (
      "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nX\n",
      ["@@ -6,4 +6,4 @@", " 6", " 7", " 8", "-9", "+X"]
    ),
  ]) func compares(_ before: String, _ after: String, _ lines: [String]) {
    #expect(UnifiedDiff.lines(from: before, to: after) == lines)
  }

  @Test func endsALongOne() {
    let lines = UnifiedDiff.lines(from: "", to: String(repeating: "x\n", count: 200)) ?? []
    #expect(lines.count == 81 && lines.last == "… 121 more lines")
    #expect(UnifiedDiff.lines(from: "", to: String(repeating: "x\n", count: 6000)) == nil)
  }
}
