import Testing

@testable import Guest

struct SuiteOmissionTests {
  private static let deb822 = """
    # Debian's own
    Types: deb
    URIs: http://mirror.example.org/debian
    Suites: trixie trixie-updates
    Components: main

    Types: deb
    URIs: http://security.debian.org/debian-security
    Suites: trixie-security
    Components: main

    """

  /// A source, and the lines that apt then reads of it.
  @Test(
    arguments: [
      (
        deb822,
        deb822.replacing("Suites: trixie trixie-updates", with: "Suites: trixie").replacing(
          "# Debian's own\n", with: "")
      ),
      (
        deb822.replacing("trixie trixie-updates", with: "trixie-updates"),
        String(deb822.split(separator: "\n\n")[1]) + "\n"
      ),
      (
        "deb http://d trixie main\ndeb [signed-by=/k] http://d trixie-updates main\n",
        "deb http://d trixie main\n"
      ),
      ("deb http://d trixie-security main\n", "deb http://d trixie-security main\n"),
    ])
  func theSuiteIsLeftOutAndPutBack(source: String, read: String) {
    let omitted = SuiteOmission(suite: "trixie-updates").apply(to: source)
    let lines = omitted.split(separator: "\n", omittingEmptySubsequences: true).filter { !$0.hasPrefix("#") }
    #expect(lines == read.split(separator: "\n", omittingEmptySubsequences: true))
    #expect(SuiteOmission.revert(in: omitted) == source)
    // What a step adds stays.
    #expect(SuiteOmission.revert(in: omitted + "deb http://own ./\n") == source + "deb http://own ./\n")
  }

  @Test func severalSuitesArePutBack() {
    let source = Self.deb822.replacing(
      "trixie trixie-updates", with: "trixie  trixie-updates trixie-backports")
    let omitted = ["trixie-updates", "trixie-backports"].reduce(source) {
      SuiteOmission(suite: $1).apply(to: $0)
    }
    #expect(omitted.contains("\nSuites: trixie\n"))
    #expect(SuiteOmission.revert(in: omitted) == source)
  }

  /// What a step makes of the line that it finds, and what is there at the end.
  @Test(arguments: [
    ("Suites: trixie trixie-proposed", "Suites: trixie trixie-proposed trixie-updates"),
    ("Suites: trixie trixie-updates", "Suites: trixie trixie-updates"),
    ("Suites: trixie trixie-updates x", "Suites: trixie trixie-updates x"), ("# nothing", "# nothing"),
  ])
  func whatAStepMakesOfTheLineStands(line: String, result: String) {
    let omitted = SuiteOmission(suite: "trixie-updates").apply(to: Self.deb822)
    let changed = omitted.replacing("\nSuites: trixie\n", with: "\n\(line)\n")
    #expect(changed != omitted)
    #expect(
      SuiteOmission.revert(in: changed)
        == Self.deb822.replacing("Suites: trixie trixie-updates", with: result))
  }
}
