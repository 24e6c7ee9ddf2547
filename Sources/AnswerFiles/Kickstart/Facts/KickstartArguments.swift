import Diagnostics

/// The words of a command or section header, told apart as Python's argparse does it for pykickstart: options may be shortened as
/// long as they stay unmistakable, and values stand behind `=` or as the next word.
struct KickstartArguments {
  /// The command's own name.
  let name: KickstartWord
  /// An option as given.
  struct Option: Hashable {
    /// Its first name.
    let name: String
    /// Nil for one without.
    let value: String?

    var text: String { value.map { "\(name)=\($0)" } ?? name }
  }

  /// In the order given.
  private(set) var options: [Option] = []
  /// What is no option.
  private(set) var words: [KickstartWord] = []
  /// Options that no longer have an effect.
  private(set) var deprecated: [KickstartWord] = []
  private(set) var faults: [KickstartWord.Fault] = []

  private let grammar: KickstartFacts.Grammar
  private let title: String

  /// - Parameters:
  ///   - words: the command's name first.
  ///   - title: of the release, for people.
  init(_ words: [KickstartWord], _ grammar: KickstartFacts.Grammar, title: String) {
    name = words[0]
    self.grammar = grammar
    self.title = title
    read(words.dropFirst())
    checkPresence()
  }

  /// Whether an option is given with a value that says something, as Python has it: neither empty nor zero.
  func has(_ option: String) -> Bool {
    value(option).map { grammar.option(option)?.kind == .flag || !["", "0"].contains($0) } ?? false
  }

  /// The last one given.
  func value(_ option: String) -> String? {
    guard let first = grammar.option(option)?.name else { return nil }
    return options.last { $0.name == first }.map { $0.value ?? "" }
  }

  private mutating func read(_ rest: ArraySlice<KickstartWord>) {
    var rest = rest
    var onlyWords = false
    while let word = rest.popFirst() {
      if word.text == "--", !onlyWords {
        onlyWords = true
      } else if onlyWords || !word.text.hasPrefix("-") || word.text == "-" {
        words.append(word)
      } else if let (option, value) = option(word) {
        take(option, value, word, &rest)
      } else if Double(word.text) != nil || word.text.contains(" ") {
        words.append(word)
      }
    }
  }

  /// The option that a word names, whole or shortened, with what stands behind its `=`. What is wrong is noted; nil then, and for
  /// what may be a word all the same.
  private mutating func option(_ word: KickstartWord) -> (KickstartFacts.Argument, String?)? {
    if let exact = grammar.option(word.text) { return (exact, nil) }
    let parts = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    let value = parts.dropFirst().first
    if let exact = grammar.option(parts[0]) { return (exact, value) }
    let near = grammar.options.flatMap { option in
      option.names.filter { $0.hasPrefix(parts[0]) }.map { (name: $0, option: option) }
    }
    if near.count == 1, let only = near.first, parts[0].hasPrefix("--") { return (only.option, value) }
    guard Double(word.text) == nil, !word.text.contains(" ") || near.count > 1 else { return nil }
    if near.count > 1, parts[0].hasPrefix("--") {
      let names = near.map { "'\($0.name)'" }.joined(separator: ", ")
      fail("'\(parts[0])' may be \(names); write it out", word)
    } else {
      fail(unknown(parts[0]), word)
    }
    return nil
  }

  private func unknown(_ option: String) -> String {
    if let hint = KickstartHint.of("\(name.text) \(option)") {
      return "\(title) does not read '\(name.text) \(option)'; \(hint)"
    }
    let names = grammar.options.flatMap(\.names)
    return "\(title) does not read '\(name.text) \(option)'\(didYouMean(option, among: names))"
  }

  private mutating func take(
    _ option: KickstartFacts.Argument, _ attached: String?, _ word: KickstartWord,
    _ rest: inout ArraySlice<KickstartWord>
  ) {
    if option.isDeprecated { deprecated.append(KickstartWord(text: option.name, column: word.column)) }
    var value = attached
    if option.kind == .flag {
      if attached != nil { return fail("'\(option.name)' of '\(name.text)' takes no value", word) }
    } else if value == nil {
      if let next = rest.first, isValue(next.text) {
        value = next.text
        rest.removeFirst()
      } else if !option.needsNoValue {
        return fail("'\(option.name)' of '\(name.text)' needs a value", word)
      }
    }
    if let value { check(value, option, word) }
    options.append(Option(name: option.name, value: value))
  }

  private func isValue(_ text: String) -> Bool {
    !text.hasPrefix("-") || text == "-" || Double(text) != nil || text.contains(" ")
  }

  private mutating func check(_ value: String, _ argument: KickstartFacts.Argument, _ word: KickstartWord) {
    let of = "'\(argument.name)' of '\(name.text)'"
    switch argument.kind {
    case .flag, .text: break
    case .integer:
      if !value.isPythonInteger { fail("'\(value)' is no whole number, which \(of) takes", word) }
    case .boolean:
      if !["on", "yes", "true", "1", "off", "no", "false", "0"].contains(value.lowercased()) {
        fail("'\(value)' is neither yes nor no, which \(of) takes", word)
      }
    case .one(let choices, let anyCase):
      if !choices.contains(anyCase ? value.lowercased() : value) {
        fail("'\(value)' is none of \(choices.joined(separator: ", ")), which \(of) takes", word)
      }
    }
  }

  /// What must be there, and what is too much.
  private mutating func checkPresence() {
    guard faults.isEmpty else { return }
    for option in grammar.options
    where option.isRequired && !options.contains(where: { $0.name == option.name }) {
      fail("'\(name.text)' needs '\(option.name)'", name)
    }
    let least = grammar.positionals.count(where: \.isMandatory)
    if words.count < least {
      let missing = grammar.positionals.filter(\.isMandatory)[words.count].name
      fail("'\(name.text)' needs \(missing)", name)
    }
    for (word, positional) in zip(words, grammar.positionals) { check(word.text, positional, word) }
    if !grammar.positionals.contains(where: \.isRepeated),
      let surplus = words.dropFirst(grammar.positionals.count).first
    {
      fail("'\(name.text)' does not take '\(surplus.text)'", surplus)
    }
  }

  private mutating func fail(_ message: String, _ word: KickstartWord) {
    faults.append(KickstartWord.Fault(message: message, column: word.column))
  }
}

extension KickstartFacts.Grammar {
  /// The option of exactly this name.
  func option(_ name: String) -> KickstartFacts.Argument? { options.first { $0.names.contains(name) } }
}

extension String {
  /// As Python's `int` reads it.
  fileprivate var isPythonInteger: Bool {
    let text = trimmingPrefix(while: \.isWhitespace).split(separator: " ").first.map(String.init) ?? ""
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    return digits.first?.isNumber == true && digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "_") }
  }
}
