import Testing
import YAML

/// A chain of ten anchors, each standing for ten of the one before: ten thousand million scalars.
private let bomb =
  "a0: &a0 x\n"
  + (1...10).map { level in
    "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
  }.joined()

@Suite struct YAMLErrorTests {
  @Test(arguments: [
    (
      "a: 1\nb:\t- 2\n c: 3\n",
      "x.yaml:2:4: block sequence entries are not allowed in this context\n  b:\t- 2\n    \t^"
    ),
    (
      "a:\n\t- 1\n",
      "x.yaml:2:1: a tab, where YAML takes only spaces: indent with spaces\n  \t- 1\n  ^"
    ),
    (
      "a:\n  \tb: 1\n",
      "x.yaml:2:3: a tab, where YAML takes only spaces: indent with spaces\n    \tb: 1\n    ^"
    ),
    (
      "a: [1, 2\n",
      "x.yaml:2:1: did not find expected ',' or ']' while parsing a flow sequence that starts at line 1\n  \n  ^"
    ),
    (
      "a: 'x\n",
      "x.yaml:2:1: found unexpected end of stream while scanning a quoted scalar that starts at line 1\n  \n  ^"
    ),
    (
      "a: *x\n",
      "x.yaml:1:4: unknown anchor 'x': an alias must come after the whole of what it names\n  a: *x\n     ^"
    ),
    (
      "a: &x [1, *x]\n",
      "x.yaml:1:11: unknown anchor 'x': an alias must come after the whole of what it names\n  a: &x [1, *x]\n            ^"
    ),
    (
      "a: 1\n---\nb: 2\n",
      "x.yaml:2:1: a second document starts here; only one is allowed in a file\n  ---\n  ^"
    ),
    ("? [a, b]\n: 1\n", "x.yaml:1:3: a key must be a scalar, not a list or a mapping\n  ? [a, b]\n    ^"),
    ("<<: 1\n", "x.yaml:1:5: '<<' takes a mapping or a list of mappings\n  <<: 1\n      ^"),
    (
      "a: \"\\q\"\n",
      "x.yaml:1:5: found unknown escape character while parsing a quoted scalar\n  a: \"\\q\"\n      ^"
    ),
    ("a: 1\na: 2\n", "x.yaml:2:1: key 'a' is written twice, first at line 1\n  a: 2\n  ^"),
  ])
  func saysWhatAndWhere(source: String, expected: String) {
    let error = #expect(throws: YAMLError.self) { try parseYAML(source, file: "x.yaml") }
    #expect(error?.description == expected)
  }

  @Test func aByteOrderMarkIsNoPartOfTheText() throws {
    let node = try parseYAML([0xEF, 0xBB, 0xBF] + Array("a: 1\n".utf8), file: "x.yaml")
    #expect(try node == parseYAML("a: 1\n", file: "x.yaml"))
  }

  @Test func listsEveryDuplicateKey() {
    let error = #expect(throws: YAMLError.self) {
      try parseYAML("a: 1\nb: {c: 1, c: 2}\na: 3\n", file: "x.yaml")
    }
    #expect(
      error?.problems.map { "\($0.location): \($0.message)" } == [
        "x.yaml:2:11: key 'c' is written twice, first at line 2",
        "x.yaml:3:1: key 'a' is written twice, first at line 1",
      ])
  }

  @Test(arguments: [
    ([UInt8](arrayLiteral: 0x61, 0x3A, 0x20, 0xFF, 0x0A), "x.yaml:1:4: invalid leading UTF-8 octet"),
    (Array("a: 1\nžb: \0".utf8), "x.yaml:2:5: control characters are not allowed"),
    ([0xFF, 0xFE, 0x61, 0x00], "x.yaml:1:1: the file is text in UTF-16: save it as UTF-8"),
  ])
  func bytesThatAreNotTextHaveAPlace(bytes: [UInt8], expected: String) {
    let error = #expect(throws: YAMLError.self) { try parseYAML(bytes, file: "x.yaml") }
    #expect(error?.problems.map { "\($0.location): \($0.message)" } == [expected])
  }

  @Test func aliasBombIsRefusedWithoutBeingExpanded() {
    let error = #expect(throws: YAMLError.self) { try parseYAML(bomb, file: "x.yaml") }
    #expect(error?.problems.first?.message == "the document stands for more than 200000 values")
    #expect(error?.problems.first?.location.line == 7)
  }

  @Test func nestingIsLimited() {
    let limits = Limits(bytes: 1000, depth: 3, nodes: 100)
    #expect(throws: Never.self) { try parseYAML("[[1]]", file: "x.yaml", limits: limits) }
    let direct = #expect(throws: YAMLError.self) { try parseYAML("[[[1]]]", file: "x.yaml", limits: limits) }
    #expect(direct?.description == "x.yaml:1:4: nested more than 3 levels deep\n  [[[1]]]\n     ^")
    let aliased = #expect(throws: YAMLError.self) {
      try parseYAML("- &a [1]\n- [*a]\n", file: "x.yaml", limits: limits)
    }
    #expect(aliased?.description == "x.yaml:2:4: nested more than 3 levels deep\n  - [*a]\n     ^")
  }

  @Test func veryDeepNestingIsRefusedQuickly() {
    let error = #expect(throws: YAMLError.self) {
      try parseYAML(String(repeating: "[", count: 1_000_000), file: "x.yaml")
    }
    #expect(error?.problems.first?.message == "nested more than 64 levels deep")
  }

  @Test func sizeIsLimited() {
    let error = #expect(throws: YAMLError.self) {
      try parseYAML("a: 1234567\n", file: "x.yaml", limits: Limits(bytes: 10, depth: 9, nodes: 9))
    }
    #expect(error?.problems.first?.message == "the file has 11 bytes, more than the 10 allowed")
  }
}
