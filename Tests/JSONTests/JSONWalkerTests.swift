import Testing

@testable import JSON

@Suite struct JSONWalkerTests {
  private func wanted(_ text: String) throws -> [String] {
    var found: [String] = []
    try walkJSON(Array(text.utf8)) { walker in
      try walker.eachMember { key, walker in
        switch key {
        case "value": found.append(try walker.value().canonical)
        case "items": try walker.eachItem { found.append(try $0.value().canonical) }
        case "ahead":
          var copy = walker
          found.append(copy.isObject ? "object" : copy.isList ? "list" : try copy.value().canonical)
          try walker.skip()
        default: try walker.skip()
        }
      }
    }
    return found
  }

  @Test(
    arguments: [
      ("{}", []), (#"{"value": 1}"#, ["1"]),
      (#" { "a" : [1,{"value":2}] , "value" : {"x":[ ]} } "#, [#"{"x":[]}"#]),
      (#"{"a": "}]\"{", "items": [1, "b", [2]], "value": null}"#, ["1", #""b""#, "[2]", "null"]),
      (#"{"items": []}"#, []), (#"{"ahead": {"a": 1}, "value": true}"#, ["object", "true"]),
      (#"{"ahead": [1]}"#, ["list"]), (#"{"ahead": -1.5e3, "a": 12, "b": "\\"}"#, ["-1500"]),
    ] as [(String, [String])]) func whatIsAskedForIsThere(_ text: String, _ expected: [String]) throws
  {
    #expect(try wanted(text) == expected)
  }

  @Test(arguments: [
    "", "[]", "{", #"{"a""#, #"{"a":"#, #"{"a": ["#, #"{"a": "x"#, #"{"a": "x\"#, #"{"a": 1"#, #"{"a": 1} x"#,
    #"{"a": 1,}"#,
    #"{a: 1}"#, #"{"items": {}}"#, #"{"items": [1"#, #"{"a": }"#, #"{"a": ]}"#,
  ]) func whatIsNoDocumentIsRefused(_ text: String) {
    #expect(throws: JSONError.self) { try wanted(text) }
  }
}
