import JSON
import Testing

@Suite struct CanonicalJSONTests {
  /// RFC 8785, appendix B, and numbers on both sides of where the form changes.
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0xc340_0000_0000_0000, "-9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"), (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
      (0x44b5_2d02_c7e1_4af6, "1e+23"), (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
      (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"), (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
      (0x444b_1ae4_d6e2_ef50, "1e+21"), (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
      (0x3eb0_c6f7_a0b5_ed8d, "0.000001"), (0x41b3_de43_5555_5553, "333333333.3333332"),
      (0x41b3_de43_5555_5554, "333333333.33333325"), (0x41b3_de43_5555_5555, "333333333.3333333"),
      (0xbecb_f647_612f_3696, "-0.0000033333333333333333"), (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func writesNumbers(bits: UInt64, expected: String) {
    #expect(JSONValue.number(Double(bitPattern: bits)).canonical == expected)
  }

  @Test(
    arguments: [
      (0, "0"), (-1, "-1"), (1 << 53, "9007199254740992"), ((1 << 53) + 1, "9007199254740992"),
      (.max, "9223372036854776000"),
    ] as [(Int64, String)])
  func writesIntegersAsAnyReaderUnderstandsThem(number: Int64, expected: String) {
    #expect(JSONValue.integer(number).canonical == expected)
  }

  /// RFC 8785, 3.2.3: by UTF-16, so that a surrogate pair comes before a letter above it.
  @Test func sortsKeys() throws {
    let keys = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}"]
    let object = JSONValue.object(Dictionary(uniqueKeysWithValues: keys.map { ($0, .null) }))
    #expect(
      object.canonical
        == #"{"\r":null,"1":null,"\#u{80}":null,"ö":null,"€":null,"😀":null,"\#u{fb33}":null}"#)
  }

  /// RFC 8785, 3.2.2.
  @Test func writesTheExampleOfTheRFC() throws {
    let text = #"""
      {
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
      }
      """#
    #expect(
      try parseJSON(text.utf8).canonical
        == #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
        + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
  }

  @Test func isStableWhenItIsReadAgain() throws {
    let text = #"{"a":[1,-0.5,"\b\t\f\u001f",{"":{}}],"b":[]}"#
    #expect(try parseJSON(text.utf8).canonical == text)
  }
}
