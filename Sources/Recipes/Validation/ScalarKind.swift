import YAML

/// The type that YAML 1.2's core schema (section 10.3.2) gives a scalar.
enum ScalarKind {
  case null, boolean, number, string

  init(_ scalar: Node.Scalar) {
    guard scalar.isPlain else {
      self = .string
      return
    }
    switch scalar.text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE", "false", "False", "FALSE": self = .boolean
    default: self = Self.isNumber(scalar.text) ? .number : .string
    }
  }

  private static let numbers = Pattern(
    "^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?([.][0-9]+|[0-9]+([.][0-9]*)?)([eE][-+]?[0-9]+)?"
      + "|[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN))$")

  private static func isNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first, first < UInt8(ascii: "A") else { return false }
    return numbers.matches(text)
  }
}

extension Node {
  /// The node in a message: `'x'`, `the number 13`, `a list`, …
  var summary: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar):
      switch ScalarKind(scalar) {
      case .null: "nothing"
      case .boolean: scalar.text
      case .number: "the number \(scalar.text)"
      case .string: "'\(scalar.text.shortened)'"
      }
    }
  }

  /// Whether it is `null`, however written.
  var isNull: Bool {
    if case .scalar(let scalar) = content { ScalarKind(scalar) == .null } else { false }
  }

  /// Whether nothing is written, as after `key:` or `key: !remove`.
  var isEmpty: Bool {
    if case .scalar(let scalar) = content { scalar.isPlain && scalar.text.isEmpty } else { false }
  }
}

extension String {
  /// The text on one line, and cut where nobody would read on.
  var shortened: String {
    let line = split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    return line.count > 60 || line != self ? line.prefix(60) + "…" : self
  }
}
