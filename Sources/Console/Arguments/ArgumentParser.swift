import Diagnostics

extension Program {
  /// Reads a command line, without the program's own name.
  ///
  /// Options may stand anywhere: `--name value`, `--name=value`, `-n value`. All after `--` is no option.
  /// `help [VERB]`, `--help` and nothing at all ask for help, `--version` before any verb for the version; they win over any
  /// mistake after them.
  public func parse(_ words: [String]) throws(UsageError) -> Invocation {
    var parser = ArgumentParser(program: self, words: words)
    return try parser.parse()
  }
}

/// One reading of one command line.
private struct ArgumentParser {
  let program: Program
  let words: [String]
  var next = 0
  var verb: Verb?
  var arguments = Arguments()
  var command: String

  init(program: Program, words: [String]) {
    self.program = program
    self.words = words
    command = program.name
  }

  mutating func parse() throws(UsageError) -> Invocation {
    if words.isEmpty { return .help(nil) }
    var optionsEnded = false
    while next < words.count {
      let word = words[next]
      next += 1
      if !optionsEnded, word == "--" {
        optionsEnded = true
      } else if !optionsEnded, word.hasPrefix("-"), word != "-" {
        switch try readOption(word) {
        case .help: return .help(verb)
        case .version where verb == nil: return .version
        default: break
        }
      } else if verb != nil {
        arguments.positionals.append(word)
      } else if word == "help" {
        return .help(try helpVerb())
      } else {
        verb = try verb(named: word)
        command = "\(program.name) \(word)"
      }
    }
    guard let verb else { throw error("no verb given; known are \(list(program.shownVerbs.map(\.name)))") }
    try checkCount(of: verb.positional)
    return .run(verb, arguments)
  }

  private mutating func helpVerb() throws(UsageError) -> Verb? {
    guard next < words.count, !words[next].hasPrefix("-") else { return nil }
    return try verb(named: words[next])
  }

  private func verb(named name: String) throws(UsageError) -> Verb {
    if let verb = program.verbs.first(where: { $0.name == name }) { return verb }
    if let foreign = program.foreignVerbs[name] {
      throw error("there is no verb '\(name)', as \(foreign.home) has it: \(foreign.advice)")
    }
    throw error("unknown verb '\(name)'" + didYouMean(name, among: program.shownVerbs.map(\.name) + ["help"]))
  }

  private var options: [Option] {
    (verb?.options ?? []) + program.options + [.help] + (verb == nil ? [.version] : [])
  }

  private mutating func readOption(_ word: String) throws(UsageError) -> Option {
    let (shown, attached) = split(word)
    guard let option = options.first(where: { "--\($0.name)" == shown || $0.short.map { "-\($0)" } == shown })
    else {
      throw error("unknown option '\(shown)'" + didYouMean(shown, among: options.map { "--\($0.name)" }))
    }
    guard let placeholder = option.value else {
      if attached != nil { throw error("'\(shown)' takes no value") }
      arguments.given[option.name] = [""]
      return option
    }
    let value = if let attached { attached } else { try takeValue(of: shown, placeholder) }
    if !option.choices.isEmpty, !option.choices.contains(value) {
      let suggestion = didYouMean(value, among: option.choices)
      throw error(
        "'\(value)' is no \(placeholder) for '\(shown)'; it is one of \(list(option.choices))" + suggestion)
    }
    if !option.isRepeatable, arguments.has(option) { throw error("'\(shown)' is given twice") }
    arguments.give(value, for: option)
    return option
  }

  private func split(_ word: String) -> (name: String, value: String?) {
    guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  private mutating func takeValue(of shown: String, _ placeholder: String) throws(UsageError) -> String {
    guard next < words.count else { throw error("'\(shown)' needs a value: \(shown) \(placeholder)") }
    let value = words[next]
    if value.hasPrefix("-"), value != "-" {
      let hint = shown.hasPrefix("--") ? "; if '\(value)' is meant, write '\(shown)=\(value)'" : ""
      throw error("'\(shown)' needs a value: \(shown) \(placeholder)" + hint)
    }
    next += 1
    return value
  }

  private func checkCount(of positional: Positional?) throws(UsageError) {
    let given = arguments.positionals
    guard let positional else {
      if let first = given.first { throw error("unexpected argument '\(first)'; this verb takes none") }
      return
    }
    let (least, most) = positional.count.bounds
    if given.count < least {
      throw error(
        given.isEmpty
          ? "\(positional.name) is missing"
          : "'\(given[0])' is not enough; this verb takes \(positional.name)")
    }
    if let most, given.count > most {
      let count = most == 1 ? "one " : ""
      throw error("unexpected argument '\(given[most])'; this verb takes \(count)\(positional.name)")
    }
  }

  private func error(_ message: String) -> UsageError { UsageError(message, command: command) }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}

extension Positional.Count {
  /// The fewest and the most; nil where any number will do.
  var bounds: (least: Int, most: Int?) {
    switch self {
    case .one: (1, 1)
    case .two: (2, 2)
    case .three: (3, 3)
    case .atMostOne: (0, 1)
    case .atLeastOne: (1, nil)
    case .any: (0, nil)
    }
  }
}

/// What a command line says.
public enum Invocation: Hashable, Sendable {
  case run(Verb, Arguments)
  /// Help was asked for: on a verb, or on the program.
  case help(Verb?)
  case version
}

/// What was given to a verb.
public struct Arguments: Hashable, Sendable {
  /// In the order given.
  public internal(set) var positionals: [String] = []
  /// By option name; a flag has one empty value.
  var given: [String: [String]] = [:]

  public init() {}

  mutating func give(_ value: String, for option: Option) { given[option.name, default: []].append(value) }

  /// What was given for an option last, which is then not given.
  mutating func takeBack(_ option: Option) -> String? { given[option.name]?.popLast() }

  /// Whether an option was given.
  public func has(_ option: Option) -> Bool { given[option.name] != nil }

  /// The value of an option, nil when it was not given.
  public func value(_ option: Option) -> String? { given[option.name]?.last }

  /// All values of a repeatable option, in the order given.
  public func values(_ option: Option) -> [String] { given[option.name] ?? [] }
}

/// A command line that cannot be understood.
public struct UsageError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, and what was meant perhaps.
  public let message: String
  /// The program, with the verb if one was recognised: `kiln build`.
  public let command: String

  public init(_ message: String, command: String) {
    self.message = message
    self.command = command
  }

  public var description: String { "\(command): \(message)\nSee '\(command) --help'." }
}
