import Diagnostics
import YAML

/// Checks a file, or the value of a flag, against a schema before anything is merged: keys, types, tags and forms.
///
/// Whether anything is missing is only known after merging; see ``Completeness``.
struct Validator {
  /// What a message calls the value at hand; spelt out only when there is a message.
  enum Subject: CustomStringConvertible {
    case document
    case key(String)
    case item(of: String)

    var description: String {
      switch self {
      case .document: "the file"
      case .key(let name): "'\(name)'"
      case .item(let name): "an item of '\(name)'"
      }
    }

    var name: String {
      switch self {
      case .document: ""
      case .key(let name), .item(let name): name
      }
    }
  }

  private(set) var diagnostics: [Diagnostic] = []

  mutating func check(document node: Node, _ record: MappingShape) {
    if let tag = node.tag { report("tag '\(Tag.written(tag))' does not belong here", node) }
    check(node, .record(record), .document)
  }

  private mutating func check(_ node: Node, _ shape: Shape, _ subject: Subject) {
    switch (shape, node.content) {
    case (.record(let record), .mapping(let entries)): check(entries, record)
    case (.dictionary(let keys, let value), .mapping(let entries)): check(entries, keys, value)
    case (.list(let item, _), .sequence(let items)):
      for node in items { check(item: node, item, of: subject) }
    case (.record, _), (.dictionary, _): expected("a mapping", node, subject)
    case (.list, .scalar(let scalar)):
      let items = scalar.text.split { $0 == " " || $0 == "," }
      let hint = node.isNull || scalar.text.contains("\n") ? "" : "; write [\(items.joined(separator: ", "))]"
      expected("a list", node, subject, hint)
    case (.list, _): expected("a list", node, subject, "; begin each item with '- '")
    case (_, .scalar(let scalar)): check(scalar, node, shape, subject)
    default: expected(shape.meaning, node, subject)
    }
  }

  private mutating func check(_ entries: [Node.Entry], _ record: MappingShape) {
    for entry in entries {
      guard let field = record[entry.key] else {
        let hint = KeySynonyms.hint(for: entry.key, in: record)
        diagnostics.append(
          Diagnostic("unknown key '\(entry.key.shortened)'\(hint)", at: entry.keyLocation))
        continue
      }
      check(value: entry, field.shape, isRequired: field.isRequired)
    }
  }

  private mutating func check(_ entries: [Node.Entry], _ keys: Form, _ value: Shape) {
    for entry in entries {
      if !keys.allows(entry.key) {
        let message = "key '\(entry.key.shortened)' must be \(keys.meaning), such as \(keys.example)"
        diagnostics.append(Diagnostic(message, at: entry.keyLocation))
      }
      check(value: entry, value, isRequired: false)
    }
  }

  private mutating func check(value entry: Node.Entry, _ shape: Shape, isRequired: Bool) {
    let node = entry.value
    switch node.tag {
    case nil: break
    case Tag.remove:
      if isRequired {
        report("'!remove' cannot take out '\(entry.key)', which is required", node)
      } else if !node.isEmpty {
        report("'!remove' takes out the whole of '\(entry.key)'; nothing may follow it", node)
      }
      return
    case Tag.replace:
      if !shape.isCollection {
        report("'!replace' belongs before a list or a mapping; '\(entry.key)' overrides without it", node)
      }
    case let tag?:
      report("unknown tag '\(Tag.written(tag))'; there are '!replace' and '!remove'", node)
      return
    }
    check(node, shape, .key(entry.key))
  }

  private mutating func check(item node: Node, _ shape: Shape, of list: Subject) {
    switch node.tag {
    case nil, Tag.remove: break
    case Tag.replace: report("'!replace' belongs before the list, not before an item", node)
    case let tag?:
      report("unknown tag '\(Tag.written(tag))'; before an item there is '!remove'", node)
      return
    }
    check(node, shape, .item(of: list.name))
  }

  private mutating func check(_ scalar: Node.Scalar, _ node: Node, _ shape: Shape, _ subject: Subject) {
    let kind = ScalarKind(scalar)
    if kind == .null {
      report("\(subject) has no value; give it one or leave it out", node)
      return
    }
    switch shape {
    case .text(let form): check(scalar, node, form, subject)
    case .choice(let words):
      if !words.contains(scalar.text) {
        expected(shape.meaning, node, subject, didYouMean(scalar.text, among: words))
      }
    case .integer(let range):
      if kind != .number || !(Int(scalar.text).map(range.contains) ?? false) {
        expected(shape.meaning, node, subject)
      }
    case .boolean:
      if !["true", "false"].contains(scalar.text) || !scalar.isPlain {
        expected(shape.meaning, node, subject)
      }
    case .size:
      if ByteSize.bytes(scalar.text) == nil {
        let hint = ByteSize.guess(scalar.text).map { " (did you mean '\($0)'?)" } ?? ""
        expected(shape.meaning, node, subject, hint)
      }
    case .list, .dictionary, .record: break
    }
  }

  /// A number, true or false is text as well, as it is written: `1.10` is no 1.1.
  private mutating func check(
    _ scalar: Node.Scalar, _ node: Node, _ form: Form, _ subject: Subject
  ) {
    if scalar.text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }) {
      report("\(subject) has a control character in it", node)
    } else if scalar.text.isEmpty, form.pattern == nil {
      return
    } else if !form.allows(scalar.text) {
      expected("\(form.meaning), such as \(form.example)", node, subject, form.hint(scalar.text) ?? "")
    }
  }

  private mutating func expected(_ meaning: String, _ node: Node, _ subject: Subject, _ hint: String = "") {
    if node.isNull {
      report("\(subject) has no value; give it one or leave it out", node)
    } else {
      report("\(subject) must be \(meaning), found \(node.summary)\(hint)", node)
    }
  }

  private mutating func report(_ message: String, _ node: Node) {
    diagnostics.append(Diagnostic(message, at: node.location))
  }
}

extension Shape {
  /// In a message: "must be …".
  var meaning: String {
    switch self {
    case .text(let form): form.meaning
    case .choice(let words): "one of \(words.joined(separator: ", "))"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .size: "a size such as 8GiB or 512MiB"
    case .list: "a list"
    case .dictionary, .record: "a mapping"
    }
  }

  /// Whether it inherits piece by piece, so that `!replace` has a meaning.
  var isCollection: Bool {
    switch self {
    case .list, .dictionary, .record: true
    case .text, .choice, .integer, .boolean, .size: false
    }
  }
}
