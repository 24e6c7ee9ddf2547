/// JSON to be written for people, its members in a chosen order.
public indirect enum OrderedJSON {
  case text(String)
  case integer(Int)
  case boolean(Bool)
  case list([OrderedJSON])
  case object([(key: String, value: OrderedJSON)])

  /// JSON indented by two spaces, without a final newline.
  public func rendered(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .text(let text): return CanonicalJSON.quoted(text)
    case .integer(let number): return "\(number)"
    case .boolean(let flag): return "\(flag)"
    case .list(let items) where items.allSatisfy(\.isScalar):
      return "[" + items.map { $0.rendered() }.joined(separator: ", ") + "]"
    case .list(let items):
      return Self.block("[", items.map { $0.rendered(indent: inner) }, "]", indent)
    case .object(let members) where members.isEmpty: return "{}"
    case .object(let members):
      let lines = members.map { "\(CanonicalJSON.quoted($0.key)): \($0.value.rendered(indent: inner))" }
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
}
