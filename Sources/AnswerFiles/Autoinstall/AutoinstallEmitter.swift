import Recipes
import YAML

/// Writes YAML (1.1, as libyaml and PyYAML read it) in block style, each line with its origin.
///
/// libyaml has an emitter of its own, but that writes late and folds lines, so which line is whose would be a guess. What
/// is written depends on the value alone: text that was read from these lines is written the same again.
enum AutoinstallEmitter {
  typealias Line = AnswerFile.Line

  static func lines(_ value: AutoinstallValue) -> [Line] {
    switch value.content {
    case .scalar, .script: attach("", value)
    case .map(let members): members.flatMap { attach(AutoinstallScalar.line($0.key) + ":", $0.value) }
    case .list(let items): items.flatMap(item)
    }
  }

  private static func item(_ value: AutoinstallValue) -> [Line] {
    let nested = lines(value)
    switch value.content {
    case .map(let members) where !members.isEmpty: break
    case .list(let items) where !items.isEmpty: break
    default: return attach("-", value)
    }
    return nested.enumerated().map { index, line in
      indented(line, by: index == 0 ? "- " : "  ")
    }
  }

  /// A value after its key or dash: on the same line if it is one word or line, else below.
  private static func attach(_ head: String, _ value: AutoinstallValue) -> [Line] {
    switch value.content {
    case .map([]): [Line(join(head, "{}"), from: value.origin)]
    case .list([]): [Line(join(head, "[]"), from: value.origin)]
    case .map, .list:
      [Line(head, from: value.origin)]
        + lines(value).map { indented($0, by: "  ") }
    case .scalar(let scalar): attach(head, scalar, from: value.origin) { _ in value.origin }
    case .script(let lines):
      attach(
        head, Node.Scalar(text: lines.map { $0.text + "\n" }.joined(), isPlain: false), from: value.origin
      ) { lines[$0].origin }
    }
  }

  private static func attach(
    _ head: String, _ scalar: Node.Scalar, from origin: Origin, lineOrigin: (Int) -> Origin
  ) -> [Line] {
    switch AutoinstallScalar(scalar) {
    case .inline(let text): [Line(join(head, text), from: origin)]
    case .block(let indicator, let lines):
      [Line(join(head, indicator), from: origin)]
        + lines.enumerated().map { index, text in
          var line = Line(indented(text, by: "  "), from: lineOrigin(index))
          line.isScript = true
          return line
        }
    }
  }

  private static func join(_ head: String, _ text: String) -> String {
    head.isEmpty || text.isEmpty ? head + text : "\(head) \(text)"
  }

  private static func indented(_ text: String, by indent: String) -> String {
    text.isEmpty ? text : indent + text
  }

  private static func indented(_ line: Line, by indent: String) -> Line {
    var line = line
    line.text = indented(line.text, by: indent)
    return line
  }
}
