import Console

/// A piece of HTML. A string literal is text, and is escaped, as is all that is put into one.
struct Markup: Hashable, Sendable, ExpressibleByStringInterpolation {
  let source: String

  private init(source: String) { self.source = source }

  init(stringLiteral text: String) { self = .text(text) }

  static let nothing = Markup(source: "")

  static func text(_ text: String) -> Markup { Markup(source: escaped(text)) }

  /// A style sheet; must not hold `</`.
  static func style(_ sheet: String) -> Markup { Markup(source: "<style>\n\(sheet)</style>\n") }

  /// - Parameter attributes: one without a value is left out.
  static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: [Markup] = []
  ) -> Markup {
    let shown = attributes.map { name, value in value.map { " \(name)=\"\(escaped($0))\"" } ?? "" }.joined()
    let start = "<\(name)\(shown)>"
    if voids.contains(name) { return Markup(source: start) }
    // A line end after what stands in a line of its own; elsewhere blanks would show.
    let end = blocks.contains(name) ? "\n" : ""
    return Markup(source: "\(start)\(content.map(\.source).joined())</\(name)>\(end)")
  }

  /// Elements without an end; HTML, section 13.1.2, "Void elements".
  private static let voids: Set = ["meta", "link", "img", "br"]
  private static let blocks: Set = [
    "head", "body", "header", "main", "footer", "section", "article", "h1", "h2", "h3", "p", "table", "tr",
    "ul",
    "li", "figure", "details", "title", "dl", "div",
  ]

  /// Control characters may not stand in HTML at all; they, and what reorders text, are shown as in a terminal.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in visible(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
