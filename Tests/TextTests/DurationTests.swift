import Testing
import Text

struct DurationTests {
  @Test(
    arguments: [
      ("90s", .seconds(90)), ("20min", .seconds(1200)), ("12h", .seconds(43_200)), ("7d", .seconds(604_800)),
      ("0d", .zero), ("30m", nil), ("7", nil), ("d", nil), ("", nil), ("-1d", nil), ("1.5h", nil),
      ("7 d", nil),
      ("\u{0663}d", nil), ("4294967296s", nil), ("99999999999999999999s", nil),
    ] as [(String, Duration?)])
  func lengthsOfTimeAreANumberAndAUnit(text: String, expected: Duration?) {
    #expect(Duration(written: text) == expected)
  }
}
