/// An element to be written, with what is in it.
public struct XMLNode: Hashable, Sendable {
  public var name: String
  public var attributes: [Attribute]
  /// Where there are children, no text.
  public var children: [XMLNode]
  public var text: String?

  public struct Attribute: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [XMLNode] = []) {
    self.name = name
    self.attributes = attributes.map { Attribute($0.key, $0.value) }
    self.children = children
  }

  public init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes)
    self.text = text
  }

  /// A document of this element, in UTF-8, indented by two spaces.
  ///
  /// Names are taken as they are; values and texts may be anything.
  public func document() -> String {
    #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n" + lines(indent: "").joined(separator: "\n") + "\n"
  }

  private func lines(indent: String) -> [String] {
    let pairs = attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
    if let text { return ["\(indent)<\(name)\(pairs)>\(Self.escaped(text))</\(name)>"] }
    guard !children.isEmpty else { return ["\(indent)<\(name)\(pairs)/>"] }
    return ["\(indent)<\(name)\(pairs)>"] + children.flatMap { $0.lines(indent: indent + "  ") }
      + ["\(indent)</\(name)>"]
  }

  /// Extensible Markup Language 1.0, 2.2 to 2.4 and 3.3.3: what no document may hold is replaced, and line ends stay those in an
  /// attribute.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
