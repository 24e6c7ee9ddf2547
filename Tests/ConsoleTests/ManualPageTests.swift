import Testing

@testable import Console

@Suite struct ManualPageTests {
  @Test func ofAVerb() {
    let page = sample.manual(on: sample.verbs[0], version: "1.2.3", date: "2026-11-21")
    #expect(
      page.hasPrefix(
        #"""
        .TH "KILN-BUILD" "1" "2026-11-21" "kiln 1.2.3" "User Commands"
        .SH "NAME"
        kiln\-build \- install, provision and seal appliances
        .SH "SYNOPSIS"
        \fBkiln build\fR \fI[NAME...] [options]\fR

        """#), "\(page)")
    #expect(page.contains("\n.TP\n\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIDIR\\fR\n"))
    #expect(page.contains("\n.TP\n\\fB130\\fR\ninterrupted\n"))
  }

  @Test func ofTheProgram() {
    let page = sample.manual(on: nil, version: "1", date: "2026-11-21")
    #expect(page.contains("\n\\fBkiln\\-build\\fR(1)\n"))
    #expect(page.hasSuffix(".BR \"kiln-doctor\" \"(1)\"\n"))
  }

  /// What roff would read as its own.
  @Test func textStaysText() {
    let verb = Verb(
      "x", summary: "says 'a\\b' ~ ^ `c` “d”", discussion: ".TH is text", example: Verb.Example("k x", "z"))
    let page = Program(name: "k", summary: "s", verbs: [verb]).manual(on: verb, version: "1", date: "d")
    #expect(page.contains(#"k\-x \- says \(aqa\eb\(aq \(ti \(ha \(gac\(ga \[u201C]d\[u201D]"#))
    #expect(page.contains("\n\\&.TH is text\n"))
  }
}
