import Foundation
import JSON
import Testing

@Suite struct JSONParserTests {
  @Test(
    arguments: [
      ("null", .null), (" true ", .bool(true)), ("0", .integer(0)), ("-0", .integer(0)),
      ("1e2", .number(100)),
      ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      (#""a\/\u00e9\ud83d\ude00""#, .string("a/é😀")), ("[]", .array([])),
      ("[1 , [2]]", .array([.integer(1), .array([.integer(2)])])),
      (#"{"a" : {"a": 1}}"#, .object(["a": .object(["a": .integer(1)])])),
    ] as [(String, JSONValue)])
  func reads(text: String, expected: JSONValue) throws {
    #expect(try parseJSON(text.utf8) == expected)
  }

  @Test(arguments: [
    ("", "line 1, column 1: expected a value"),
    ("{\"a\": 1,\n \"a\": 2}", "line 2, column 2: the key 'a' stands twice"),
    (#"{"a": 1, "\u0061": 2}"#, "line 1, column 10: the key 'a' stands twice"),
    (#"[{"a": {"b": 1, "b": 1}}]"#, "line 1, column 17: the key 'b' stands twice"),
    ("[1,]", "line 1, column 4: expected a value"), ("[1 2]", "line 1, column 4: expected ',' or ']'"),
    (#"{"a" 1}"#, "line 1, column 6: expected ':' after the key 'a'"),
    ("{a: 1}", "line 1, column 2: expected a key in quotes"),
    ("{", "line 1, column 2: expected a key in quotes"),
    (#"{"a": 1"#, "line 1, column 8: expected ',' or '}'"),
    ("1 2", "line 1, column 3: text after the document's end"),
    ("01", "line 1, column 1: a number begins with 0"),
    ("1.", "line 1, column 3: expected a digit after '.'"),
    ("1e", "line 1, column 3: expected a digit in the exponent"), ("-", "line 1, column 1: expected a value"),
    ("1e999", "line 1, column 1: the number is too large"), ("nul", "line 1, column 4: expected a value"),
    (#""a"#, "line 1, column 1: the text that begins here has no end"),
    ("\"a\nb\"", "line 1, column 3: a control character in a text"),
    (#""\x""#, "line 1, column 2: no such escape"),
    (#""\u12""#, "line 1, column 4: expected four hexadecimal digits"),
    (#""\ud83d""#, "line 1, column 2: half of a surrogate pair"),
    (#""\ud83d\u0061""#, "line 1, column 2: half of a surrogate pair"),
    (#""\ude00""#, "line 1, column 2: half of a surrogate pair"),
  ])
  func refuses(text: String, expected: String) {
    #expect { _ = try parseJSON(text.utf8) } throws: { "\($0)" == expected }
  }

  @Test func refusesWhatIsNoUTF8() {
    #expect { _ = try parseJSON([0x22, 0xff, 0x22] as [UInt8]) } throws: {
      "\($0)" == "line 1, column 1: a text is no UTF-8"
    }
  }

  /// Anybody's document may be nested a million times; a stack is not as deep.
  @Test(arguments: [(128, true), (129, false), (1_000_000, false)])
  func isNestedSoFar(depth: Int, isRead: Bool) {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(((try? parseJSON(text.utf8)) != nil) == isRead)
  }

  /// As the library reads it, whatever the text.
  @Test func agreesWithTheLibrary() throws {
    let text = try prettyJSON(["a": [1.5, 2, 1e300], "ž\n\"": [], "\u{1}": [-0.1]])
    #expect(try decodeJSON([String: [Double]].self, from: text)["ž\n\""] == [])
    #expect(try parseJSON(text) == decodeJSON(JSONValue.self, from: text))
  }

  @Test func decodesNoDocumentWithAKeyTwice() {
    #expect(throws: JSONError.self) { try decodeJSON([String: Int].self, from: #"{"a": 1, "a": 2}"#.utf8) }
  }

  /// As earlier versions stored them, and as this one does.
  @Test(arguments: ["0", #""2001-01-01T00:00:00Z""#])
  func readsDates(text: String) throws {
    #expect(try decodeJSON(Date.self, from: text.utf8) == Date(timeIntervalSinceReferenceDate: 0))
  }
}
