/// JSON to be written, its members in a chosen order.
indirect enum JSON {
  case text(String)
  case integer(Int)
  case boolean(Bool)
  case list([JSON])
  case object([(key: String, value: JSON)])

  /// JSON indented by two spaces, without a final newline.
  func rendered(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return Self.quoted(text)
    case .integer(let number): return "\(number)"
    case .boolean(let flag): return "\(flag)"
    case .list(let items) where items.allSatisfy(\.isScalar):
      return "[" + items.map { $0.rendered() }.joined(separator: ", ") + "]"
    case .list(let items):
      return Self.block("[", items.map { $0.rendered(indent: inner) }, "]", indent)
    case .object(let members) where members.isEmpty: return "{}"
    case .object(let members):
      let lines = members.map { "\(Self.quoted($0.key)): \($0.value.rendered(indent: inner))" }
      return Self.block("{", lines, "}", indent)
    }
  }

  private var isScalar: Bool {
    switch self {
    case .text, .integer, .boolean: true
    case .list, .object: false
    }
  }

  private static func block(_ open: String, _ lines: [String], _ close: String, _ indent: String) -> String {
    let inner = lines.map { "\(indent)  \($0)" }.joined(separator: ",\n")
    return "\(open)\n\(inner)\n\(indent)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
