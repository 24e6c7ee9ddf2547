import Testing
import YAML

/// Writes a node tersely: `{a: [1, "b"]}`, quotes for quoted scalars, `!tag` before tagged nodes.
private func text(_ node: Node?) -> String {
  guard let node else { return "nothing" }
  let tag = node.tag.map { "\($0) " } ?? ""
  switch node.content {
  case .scalar(let scalar): return tag + (scalar.isPlain ? scalar.text : "\"\(scalar.text)\"")
  case .sequence(let items): return tag + "[" + items.map(text).joined(separator: ", ") + "]"
  case .mapping(let entries):
    return tag + "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
  }
}

@Suite struct ParserTests {
  @Test(arguments: [
    ("", "nothing"),
    ("# only a comment\n", "nothing"),
    ("---\n", ""),
    ("a: 1\nb: 'x'\n", "{a: 1, b: \"x\"}"),
    ("- 1\n- [2, \"3\"]\n", "[1, [2, \"3\"]]"),
    ("\u{FEFF}a: 1\n", "{a: 1}"),
    ("a: |\n  one\n  two\n", "{a: \"one\ntwo\n\"}"),
    ("a: !replace [1]\nb: [!remove x, !remove {k: v}]", "{a: !replace [1], b: [!remove x, !remove {k: v}]}"),
    ("a: !remove\n", "{a: !remove }"),
    ("a: &x [1]\nb: *x\n", "{a: [1], b: [1]}"),
    ("a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}"),
    ("a: &m {p: 1, q: 2}\nb: {<<: *m, q: 3}\n", "{a: {p: 1, q: 2}, b: {q: 3, p: 1}}"),
    (
      "a: &m {p: 1}\nb: &n {p: 2, q: 3}\nc:\n  <<: [*m, *n]\n",
      "{a: {p: 1}, b: {p: 2, q: 3}, c: {p: 1, q: 3}}"
    ),
    ("'<<': 1\n", "{<<: 1}"),
    ("{a: 1}\n...\n", "{a: 1}"),
    ("žluť: kůň\n", "{žluť: kůň}"),
  ])
  func reads(source: String, expected: String) throws {
    #expect(text(try parseYAML(source, file: "x.yaml")) == expected)
  }

  @Test func everyNodeKnowsItsPlace() throws {
    let root = try #require(try parseYAML("a: 1\nžž: [x,\n  y]\n", file: "dir/x.yaml"))
    guard case .mapping(let entries) = root.content, case .sequence(let items) = entries[1].value.content
    else {
      Issue.record("not a mapping with a list")
      return
    }
    #expect(root.location.description == "dir/x.yaml:1:1")
    #expect(entries[0].value.location.description == "dir/x.yaml:1:4")
    #expect(entries[1].keyLocation.description == "dir/x.yaml:2:1")
    #expect(items.map(\.location.description) == ["dir/x.yaml:2:6", "dir/x.yaml:3:3"])
  }

  @Test func aliasKeepsThePlaceWhereItsNodeWasWritten() throws {
    let root = try #require(try parseYAML("a: &x 1\nb: *x\n", file: "x.yaml"))
    guard case .mapping(let entries) = root.content else {
      Issue.record("not a mapping")
      return
    }
    #expect(entries[1].value.location.description == "x.yaml:1:4")
  }

  @Test(arguments: [17, 5_000])
  func manyKeysAreStillCheckedForDuplicates(count: Int) throws {
    let keys = (0..<count).map { "k\($0): 1\n" }.joined()
    #expect(throws: Never.self) { try parseYAML(keys, file: "x.yaml") }
    let error = #expect(throws: YAMLError.self) { try parseYAML(keys + "k3: 2\n", file: "x.yaml") }
    #expect(error?.problems.map(\.message) == ["key 'k3' is written twice, first at line 4"])
    #expect(error?.problems.first?.location.line == count + 1)
  }
}
