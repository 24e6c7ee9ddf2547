extension Program {
  /// A page of the manual, in the man macros (groff_man(7), mandoc's man(7)): NAME(1), or that of a verb, NAME-VERB(1).
  ///
  /// - Parameter date: of the page, as `2026-11-21`.
  public func manual(on verb: Verb?, version: String, date: String) -> String {
    var page = Roff()
    let title = verb.map { "\(name)-\($0.name)" } ?? name
    page.macro("TH", [title.uppercased(), "1", date, "\(name) \(version)", "User Commands"])
    if let verb { write(verb, title, to: &page) } else { write(to: &page) }
    return page.source
  }

  /// Those pages that there are: nil for the program's own, and its verbs, without those for other programs.
  public var manualPages: [Verb?] { [nil] + shownVerbs }

  private func write(to page: inout Roff) {
    page.section("NAME")
    page.text("\(name) - \(summary.lowercasedFirst.withoutFullStop)")
    page.section("SYNOPSIS")
    page.usage([name], "VERB [options]")
    page.section("DESCRIPTION")
    page.text("\(summary) What it does is said by a verb, and each verb has a page of its own.")
    page.section("VERBS")
    for verb in shownVerbs {
      page.macro("TP")
      page.line(["\(name)-\(verb.name)".bold, "(1)".plain])
      page.text(verb.summary)
    }
    page.section("OPTIONS")
    page.options(options + [.help, .version])
    page.statuses()
    page.section("ENVIRONMENT")
    for variable in variables {
      page.macro("TP")
      page.line([variable.name.bold])
      page.text(variable.meaning)
    }
    seeAlso(shownVerbs, on: &page)
  }

  private func write(_ verb: Verb, _ title: String, to page: inout Roff) {
    page.section("NAME")
    page.text("\(title) - \(verb.summary)")
    page.section("SYNOPSIS")
    page.usage([name, verb.name], String(usage(of: verb).dropFirst(verb.name.count + 1)))
    page.section("DESCRIPTION")
    page.text("\(verb.summary.uppercasedFirst).")
    for paragraph in verb.discussion.split(separator: "\n") {
      page.macro("PP")
      page.text(String(paragraph))
    }
    if let positional = verb.positional {
      page.section("ARGUMENTS")
      page.macro("TP")
      page.line([positional.name.italic])
      page.text(positional.help)
    }
    page.section("OPTIONS")
    page.options(verb.options + options + [.help])
    page.statuses()
    page.section("EXAMPLES")
    page.macro("TP")
    page.line([verb.example.command.bold])
    page.text(verb.example.meaning)
    seeAlso([], on: &page)
  }

  private func seeAlso(_ verbs: [Verb], on page: inout Roff) {
    page.section("SEE ALSO")
    let pages = verbs.isEmpty ? [name] : verbs.map { "\(name)-\($0.name)" }
    for (index, other) in pages.enumerated() {
      page.macro("BR", [other, index == pages.count - 1 ? "(1)" : "(1),"])
    }
  }
}

/// A manual page as it is being written.
private struct Roff {
  private(set) var source = ""

  /// A macro with its arguments, each quoted.
  mutating func macro(_ name: String, _ arguments: [String] = []) {
    source += (["." + name] + arguments.map { "\"\(roff($0, hyphen: "-"))\"" }).joined(separator: " ") + "\n"
  }

  mutating func section(_ title: String) { macro("SH", [title]) }

  /// Filled text.
  mutating func text(_ text: String) {
    for line in wrap(text.plain, width: 78) { self.line([line]) }
  }

  /// What begins with a point would be a request.
  mutating func line(_ parts: [String]) {
    let line = parts.joined()
    source += (line.hasPrefix(".") ? "\\&" : "") + line + "\n"
  }

  mutating func usage(_ words: [String], _ rest: String) {
    line([words.joined(separator: " ").bold, " ".plain, rest.italic])
  }

  mutating func options(_ options: [Option]) {
    for option in options {
      macro("TP")
      let names = [option.short.map { "-\($0)" }, "--\(option.name)"].compactMap(\.self)
      let shown = names.map(\.bold).joined(separator: ", ")
      line([shown, option.value.map { " " + $0.italic } ?? ""])
      text(option.meaning)
    }
  }

  mutating func statuses() {
    section("EXIT STATUS")
    for status in ExitStatus.allCases {
      macro("TP")
      line(["\(status.rawValue)".bold])
      text(status.meaning)
    }
  }
}

/// Text in which nothing is roff's own: groff_char(7).
///
/// - Parameter hyphen: what a hyphen becomes; `\-` is one that can be copied into a shell.
private func roff(_ text: String, hyphen: String = "\\-") -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\e"
    case "-": result += hyphen
    case "'": result += "\\(aq"
    case "`": result += "\\(ga"
    case "^": result += "\\(ha"
    case "~": result += "\\(ti"
    case "\"": result += "\\(dq"
    case "…": result += "..."
    case "\n": result += " "
    case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
    default: result += "\\[u\(fourDigits(scalar.value))]"
    }
  }
  return result
}

private func fourDigits(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

extension String {
  fileprivate var plain: String { roff(self) }
  fileprivate var bold: String { "\\fB\(roff(self))\\fR" }
  fileprivate var italic: String { "\\fI\(roff(self))\\fR" }
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
  fileprivate var uppercasedFirst: String { prefix(1).uppercased() + dropFirst() }
  fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
