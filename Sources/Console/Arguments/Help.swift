extension Program {
  /// What `--help` prints, wrapped to a number of columns.
  public func help(on verb: Verb?, width: Int) -> String {
    let layout = HelpLayout(width: min(max(width, 40), 100))
    return (verb.map { help(on: $0, layout) } ?? help(layout)) + "\n"
  }

  private func help(_ layout: HelpLayout) -> String {
    let verbs = shownVerbs.map { ($0.name, $0.summary) } + [("help", Self.helpSummary)]
    return [
      layout.paragraph("\(name): \(summary)"),
      layout.section("Usage", [layout.code("\(name) VERB [options]")]),
      layout.section("Verbs", layout.list(verbs)),
      layout.section("Options", layout.list(rows(options + [.version]))),
      layout.paragraph("'\(name) VERB --help' tells more of a verb."),
    ].joined(separator: "\n\n")
  }

  static let helpSummary = "show this help, or that of a verb"

  /// Those that people type.
  var shownVerbs: [Verb] { verbs.filter { !$0.isHidden } }

  private func help(on verb: Verb, _ layout: HelpLayout) -> String {
    var parts = [
      layout.paragraph("\(name) \(verb.name): \(verb.summary)"),
      layout.section("Usage", [layout.code("\(name) \(usage(of: verb))")]),
    ]
    if !verb.discussion.isEmpty { parts.append(layout.paragraph(verb.discussion)) }
    if let positional = verb.positional {
      parts.append(layout.section("Arguments", layout.list([(positional.name, positional.help)])))
    }
    parts.append(layout.section("Options", layout.list(rows(verb.options + options))))
    let meaning = wrap(verb.example.meaning, width: layout.width - 4).map { layout.code("  " + $0) }
    parts.append(layout.section("Example", [layout.code(verb.example.command)] + meaning))
    return parts.joined(separator: "\n\n")
  }

  /// The verb with what follows it.
  func usage(of verb: Verb) -> String {
    [verb.name, verb.positional.map(usage), "[options]"].compactMap(\.self).joined(separator: " ")
  }

  private func usage(_ positional: Positional) -> String {
    switch positional.count {
    case .one, .two, .three: positional.name
    case .atMostOne: "[\(positional.name)]"
    case .atLeastOne: "\(positional.name)…"
    case .any: "[\(positional.name)…]"
    }
  }

  private func rows(_ options: [Option]) -> [(String, String)] {
    (options + [.help]).map { option in
      let short = option.short.map { "-\($0), " } ?? "    "
      let value = option.value.map { " \($0)" } ?? ""
      return ("\(short)--\(option.name)\(value)", option.meaning)
    }
  }
}

extension Option {
  /// What it does, what its value may be, and whether it may be given more than once.
  var meaning: String {
    let notes = [
      choices.isEmpty ? nil : choices.joined(separator: ", "), isRepeatable ? "repeatable" : nil,
    ].compactMap(\.self)
    return notes.isEmpty ? help : "\(help) (\(notes.joined(separator: "; ")))"
  }
}

/// Text in the columns of a help page.
private struct HelpLayout {
  let width: Int

  func paragraph(_ text: String) -> String { wrap(text, width: width).joined(separator: "\n") }

  /// A line that must stay in one piece.
  func code(_ text: String) -> String { "  " + text }

  func section(_ title: String, _ lines: [String]) -> String {
    ([title + ":"] + lines).joined(separator: "\n")
  }

  /// Terms on the left, their meaning on the right; a term too long for its column has a line of its own.
  func list(_ rows: [(term: String, meaning: String)]) -> [String] {
    let column = min(rows.map { displayWidth($0.term) }.max() ?? 0, 26)
    let indent = String(repeating: " ", count: column + 4)
    return rows.flatMap { term, meaning in
      let lines = wrap(meaning, width: width - column - 4)
      if displayWidth(term) > column { return ["  " + term] + lines.map { indent + $0 } }
      let first = "  " + padded(term, to: column) + "  " + (lines.first ?? "")
      return [first] + lines.dropFirst().map { indent + $0 }
    }
  }
}
