import Testing

@testable import Console

private let plain = Terminal(isTerminal: false, environment: [:])

@Suite struct TableTests {
  @Test func alignsColumnsWithoutTrailingBlanks() {
    let table = Table(
      [Table.Column("NAME"), Table.Column("SIZE", .right), Table.Column("WHY")],
      rows: [
        ["web", "8 GiB", "missing"], ["東京", "512 MiB", ""], ["a"], ["é👍", "1 B", "two\nlines", "too many"],
      ])
    #expect(
      table.text(on: plain) == """
        NAME     SIZE  WHY
        web     8 GiB  missing
        東京  512 MiB
        a
        é👍       1 B  two lines

        """)
  }

  private static let plan = Table(
    [Table.Column("RECIPE"), Table.Column("KEY"), Table.Column("WHY")],
    rows: [
      ["debian-13", "0123456789ab", "never built"],
      ["web", "fedcba987654", "files/index.html changed, and so did scripts/set-up.sh"], ["shop", ""],
    ])

  @Test(
    arguments: [
      (
        55,
        """
        RECIPE     KEY           WHY
        debian-13  0123456789ab  never built
        web        fedcba987654  files/index.html changed, and
                                 so did scripts/set-up.sh
        shop

        """
      ),
      (
        30,
        """
        RECIPE     KEY
            WHY
        debian-13  0123456789ab
            never built
        web        fedcba987654
            files/index.html changed,
            and so did
            scripts/set-up.sh
        shop

        """
      ),
      (
        20,
        """
        debian-13
          KEY  0123456789ab
          WHY  never built
        web
          KEY  fedcba987654
          WHY  files/index.html
               changed, and
               so did
               scripts/set-up.sh
        shop

        """
      ),
    ])
  func fitsTheTerminal(width: Int, text: String) {
    let terminal = Terminal(isTerminal: true, width: width, environment: [:])
    #expect(Self.plan.text(on: terminal) == text)
  }

  @Test(
    arguments: [
      (
        47,
        """
        RECIPE       SIZE OF IT    VALUE         FROM
        debian-13    8 GiB         0123456789a…  here
          web-shops  would be all  x             a/b.ya
                     of 512 MiB

        """
      )
    ])
  func columnsAreWrappedOrCutBeforeRowsAreTakenApart(width: Int, text: String) {
    let terminal = Terminal(
      isTerminal: true, width: width, environment: ["LANG": "C.UTF-8"])
    let table = Table(
      [.init("RECIPE"), .init("SIZE OF IT"), .init("VALUE", isCut: true), .init("FROM")],
      rows: [
        ["debian-13", "8 GiB", "0123456789abcdef0123456789abcdef", "here"],
        ["  web-shops", "would be all of 512 MiB", "x", "a/b.ya"],
      ])
    #expect(table.text(on: terminal) == text)
  }

  /// Programs such as grep read a line for each row.
  @Test func isWholeInAPipe() {
    let terminal = Terminal(isTerminal: false, width: 20, environment: [:])
    #expect(Self.plan.text(on: terminal).split(separator: "\n").count == 4)
  }

  @Test(
    arguments: [
      ("C", true, "a... - b\\u00E9\n"), ("C", false, "a... - bé\n"), ("C.UTF-8", true, "a… − bé\n"),
    ])
  func showsWhatTheLocaleHas(locale: String, isTerminal: Bool, row: String) {
    let terminal = Terminal(isTerminal: isTerminal, environment: ["LC_ALL": locale])
    #expect(Table([Table.Column("A")], rows: [["a… − bé"]]).text(on: terminal) == "A\n" + row)
  }

  @Test func onlyTheTitlesAreStyled() {
    let terminal = Terminal(isTerminal: true, environment: ["TERM": "xterm"])
    #expect(Table([Table.Column("A")], rows: [["b"]]).text(on: terminal) == "\u{1B}[1mA\u{1B}[0m\nb\n")
  }

  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("東京", 4), ("👍", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("한", 2), ("\u{1B}", 0),
    ("…", 1), ("", 0),
  ]) func widthInColumns(_ text: String, _ width: Int) { #expect(displayWidth(text) == width) }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 4, "abc…"), ("東京", 3, "東…"), ("東京", 2, "…"), ("abc", 1, "…"),
    ("abc", 0, ""), ("abc", -1, ""),
  ]) func truncation(_ text: String, _ width: Int, _ expected: String) {
    #expect(truncated(text, to: width) == expected)
  }

  @Test func wrapping() {
    #expect(wrap("one two  three\nfour", width: 8) == ["one two", "three", "four"])
    #expect(wrap("unbreakable x", width: 4) == ["unbreakable", "x"])
    #expect(wrap("", width: 4) == [""])
  }
}
