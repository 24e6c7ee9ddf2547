import Diagnostics
import Recipes
import YAML

/// Subiquity's own schema of its answer file (`autoinstall-schema.json`, in `AutoinstallFacts.swift`, which
/// `scripts/autoinstall-facts.sh` writes), applied to values with their places.
///
/// It is JSON Schema, of which that file uses a small part: ``keywords``. A test holds the file to it.
struct AutoinstallSchema {
  /// Those that are applied, and those that say nothing of a value.
  static let keywords: Set = [
    "additionalProperties", "anyOf", "const", "enum", "items", "maxLength", "maximum", "minLength", "minimum",
    "oneOf",
    "pattern", "properties", "required", "type", "deprecated", "description", "format",
  ]

  /// The whole. JSON is YAML.
  static let autoinstall = AutoinstallSchema(
    (try? parseYAML(text, file: file))
      ?? Node(.mapping([]), location: Location(file: file, line: 1, column: 1)))

  private static let file = "autoinstall-schema.json"

  private let node: Node

  /// The keys that the installer knows below `autoinstall`.
  var keys: [String] { self["properties"]?.node.entries.map(\.key) ?? [] }

  /// What is wrong with a value.
  ///
  /// - Parameters:
  ///   - path: what the value is called; empty for the whole.
  ///   - isWhole: whether all keys that must be there are; a part of a file may leave some to the settings.
  func problems(of value: AutoinstallValue, at path: String = "", isWhole: Bool) -> [Diagnostic] {
    let form = self.form(of: value, path)
    guard form.isEmpty else { return form }
    return alternatives(of: value, path, isWhole) + members(of: value, path, isWhole)
      + items(of: value, path, isWhole)
  }

  /// What the schema calls deprecated, and top-level keys that the installer leaves out with no more than a line in its log.
  func warnings(of value: AutoinstallValue) -> [Diagnostic] {
    let schemas = self["properties"]
    return value.members.compactMap { member in
      guard let schema = schemas?[member.key] else {
        let hint = didYouMean(member.key, among: keys)
        return Diagnostic(
          "subiquity has no key '\(member.key)', and leaves it out\(hint)", from: member.place)
      }
      guard schema["deprecated"]?.node.text == "true" else { return nil }
      let advice = schema["description"]?.node.text.map { ": \($0)" } ?? ""
      return Diagnostic("'\(member.key)' is deprecated\(advice)", from: member.place)
    }
  }
}

/// The keywords, by what they look at.
extension AutoinstallSchema {
  private func form(of value: AutoinstallValue, _ path: String) -> [Diagnostic] {
    let name = path.isEmpty ? "'autoinstall'" : "'\(path)'"
    func problem(_ message: String) -> [Diagnostic] { [Diagnostic("\(name) \(message)", from: value.origin)] }
    let types = self["type"].map { $0.node.words } ?? []
    let kinds = value.kinds
    if !types.isEmpty, kinds.isDisjoint(with: types) {
      return problem("must be \(types.map(Self.words).joined(separator: " or ")), not \(value.words)")
    }
    if let allowed = self["enum"]?.node.words ?? self["const"]?.node.words,
      !allowed.contains(value.text ?? "")
    {
      return problem(
        "must be \(allowed.map { "'\($0)'" }.joined(separator: " or ")), not '\(value.text ?? "")'")
    }
    guard let text = value.text else { return [] }
    if let number = Int(text), kinds.contains("integer") {
      if let least = self["minimum"]?.number, number < least { return problem("must be at least \(least)") }
      if let most = self["maximum"]?.number, number > most { return problem("must be at most \(most)") }
    }
    guard kinds.contains("string") else { return [] }
    let length = text.unicodeScalars.count
    if let least = self["minLength"]?.number, length < least {
      return problem("has fewer than \(least) characters")
    }
    if let most = self["maxLength"]?.number, length > most {
      return problem("has more than \(most) characters")
    }
    if let pattern = self["pattern"]?.node.text, let regex = try? Regex(pattern),
      text.firstMatch(of: regex) == nil
    {
      return problem("does not have the form \(pattern)")
    }
    return []
  }

  /// `oneOf` and `anyOf`: of what no alternative takes, the nearest one says what is wrong.
  private func alternatives(of value: AutoinstallValue, _ path: String, _ isWhole: Bool) -> [Diagnostic] {
    guard let alternatives = self["oneOf"] ?? self["anyOf"] else { return [] }
    let found = alternatives.node.items.map {
      AutoinstallSchema($0).problems(of: value, at: path, isWhole: isWhole)
    }
    let taken = found.count(where: \.isEmpty)
    if taken > 1, isWhole, self["oneOf"] != nil {
      return [Diagnostic("'\(path)' says two things of which only one can be", from: value.origin)]
    }
    guard taken == 0 else { return [] }
    // One of the right type sees deeper than those that only say what they are not.
    let right = zip(alternatives.node.items, found).first { schema, _ in
      !value.kinds.isDisjoint(with: AutoinstallSchema(schema)["type"].map { $0.node.words } ?? [])
    }
    return right?.1 ?? found.min { $0.count < $1.count } ?? []
  }

  private func members(of value: AutoinstallValue, _ path: String, _ isWhole: Bool) -> [Diagnostic] {
    guard case .map(let members) = value.content else { return [] }
    let properties = self["properties"]
    let further = self["additionalProperties"]
    var problems: [Diagnostic] = []
    for member in members {
      let name = path.isEmpty ? member.key : "\(path).\(member.key)"
      if let schema = properties?[member.key] {
        problems += schema.problems(of: member.value, at: name, isWhole: isWhole)
      } else if further?.node.text == "false" {
        let hint = didYouMean(member.key, among: keys)
        problems.append(Diagnostic("'\(path)' has no key '\(member.key)'\(hint)", from: member.place))
      } else if let further, case .mapping = further.node.content {
        problems += further.problems(of: member.value, at: name, isWhole: isWhole)
      }
    }
    let lacking = isWhole ? (self["required"]?.node.words ?? []).filter { value[$0] == nil } : []
    return problems
      + lacking.map {
        Diagnostic("\(path.isEmpty ? "'autoinstall'" : "'\(path)'") lacks '\($0)'", from: value.origin)
      }
  }

  private func items(of value: AutoinstallValue, _ path: String, _ isWhole: Bool) -> [Diagnostic] {
    guard case .list(let items) = value.content, let schema = self["items"] else { return [] }
    return items.enumerated().flatMap { index, item in
      schema.problems(of: item, at: "\(path)[\(index)]", isWhole: isWhole)
    }
  }

  private subscript(key: String) -> AutoinstallSchema? {
    node.entries.first { $0.key == key }.map { AutoinstallSchema($0.value) }
  }

  private init(_ node: Node) { self.node = node }

  private var number: Int? { node.text.flatMap(Int.init) }

  private static func words(_ type: String) -> String {
    switch type {
    case "string": "text"
    case "array": "a list"
    case "object": "a mapping"
    case "integer": "a whole number"
    case "number": "a number"
    case "boolean": "true or false"
    case "null": "nothing"
    default: type
    }
  }

  /// All keywords of the schema, but for names of properties.
  var usedKeywords: Set<String> {
    var used = Set(node.entries.map(\.key))
    for entry in node.entries {
      switch (entry.key, entry.value.content) {
      case ("properties", .mapping(let schemas)):
        used.formUnion(schemas.flatMap { AutoinstallSchema($0.value).usedKeywords })
      case (_, .mapping): used.formUnion(AutoinstallSchema(entry.value).usedKeywords)
      case ("oneOf", .sequence(let schemas)), ("anyOf", .sequence(let schemas)):
        used.formUnion(schemas.flatMap { AutoinstallSchema($0).usedKeywords })
      default: break
      }
    }
    return used
  }
}

extension Node {
  fileprivate var entries: [Entry] { if case .mapping(let entries) = content { entries } else { [] } }
  fileprivate var items: [Node] { if case .sequence(let items) = content { items } else { [] } }
  fileprivate var text: String? { if case .scalar(let scalar) = content { scalar.text } else { nil } }
  /// One text, or a list of them.
  fileprivate var words: [String] { text.map { [$0] } ?? items.compactMap(\.text) }
}

extension AutoinstallValue {
  /// The types of JSON that PyYAML's safe loader gives the value, as JSON Schema calls them (YAML 1.1 type repository).
  var kinds: Set<String> {
    switch content {
    case .map: ["object"]
    case .list: ["array"]
    case .script: ["string"]
    case .scalar(let scalar): scalar.isPlain ? Self.kinds(ofPlain: scalar.text) : ["string"]
    }
  }

  fileprivate var words: String {
    switch content {
    case .map: "a mapping"
    case .list: "a list"
    case .script: "text"
    case .scalar(let scalar): scalar.text.isEmpty || kinds == ["null"] ? "nothing" : "'\(scalar.text)'"
    }
  }

  private static func kinds(ofPlain text: String) -> Set<String> {
    if text.wholeMatch(of: #/(~|null|Null|NULL)?/#) != nil { return ["null"] }
    if text.wholeMatch(of: #/yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF/#)
      != nil
    {
      return ["boolean"]
    }
    let integer =
      #/[-+]?(0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)/#
    if text.wholeMatch(of: integer) != nil { return ["integer", "number"] }
    let float =
      #/[-+]?([0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|\.(inf|Inf|INF))|\.(nan|NaN|NAN)/#
    if text.wholeMatch(of: float) != nil { return ["number"] }
    // A day becomes a date, which is none of JSON's types.
    if text.wholeMatch(of: #/[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?/#) != nil { return ["date"] }
    return ["string"]
  }
}
