/// What may follow at the end of a command line that is being typed.
public struct WordCompletion: Hashable, Sendable {
  /// A word that fits what has been typed of the last one.
  public struct Candidate: Hashable, Sendable {
    public let word: String
    /// A few words for shells that show them; may be empty.
    public let meaning: String

    public init(_ word: String, _ meaning: String = "") {
      self.word = word
      self.meaning = meaning
    }
  }

  /// What words there are that the program's own command line does not know.
  public enum Place: Hashable, Sendable {
    case recipe, file, folder
    /// A key of a recipe, `=`, and its value.
    case setting
  }

  public var candidates: [Candidate] = []
  /// What else may stand there.
  public var places: Set<Place> = []
  /// What has been typed of the last word, or of its value after `=`, from its beginning.
  public var typed = ""
  /// What of the last word stands before ``typed``, such as `--format=`.
  public var prefix = ""
  /// What of ``typed`` stands in words before the last one, where the shell cuts them at `=`.
  var held = ""
  /// What has been given before the last word, as far as it is understood.
  public var arguments = Arguments()

  /// What a shell puts in place of the last word.
  public func word(of candidate: Candidate) -> String { prefix + candidate.word.dropFirst(held.count) }
}

extension Program {
  /// - Parameter words: without the program's own name; the last one is what is being typed, and may be empty. A shell that
  ///   cuts words at `=` gives it as a word of its own.
  public func completion(of words: [String]) -> WordCompletion {
    var reading = CompletionReading(program: self)
    let last = words.last ?? ""
    for word in words.dropLast() { reading.take(word) }
    return reading.completion(of: last)
  }
}

/// What a value is, by what help calls it: the one place that knows what completes it.
///
/// - Returns: nil for a name that is not known here.
func places(of placeholder: Substring) -> Set<WordCompletion.Place>? {
  switch placeholder {
  case "NAME": [.recipe]
  case "DIR": [.folder]
  case "FILE", "ORDER": [.file]
  case "IMAGE", "[IMAGE]", "LAYER|IMAGE", "REFERENCE": [.recipe, .file]
  case "KEY=VALUE": [.setting]
  case "ACTION", "BUILD", "CHANNEL", "COMMAND", "DATE", "FORMAT", "HOST:GUEST", "N", "SCRIPT", "SECTIONS",
    "SHELL", "SIZE", "TEXT", "TIME", "USER", "VERB", "VERSION", "WHEN", "WORD":
    []
  default: nil
  }
}

/// A command line as far as it has been typed. Mistakes before its end are passed over: they are told when it is run.
private struct CompletionReading {
  let program: Program
  private var verb: Verb?
  private var isHelp = false
  private var arguments = Arguments()
  /// The option whose value is next, and what of the value has come: a shell may cut it at `=`.
  private var pending: Option?
  private var held = ""
  /// The option whose value has just come, and may go on behind a `=`.
  private var given: Option?
  private var optionsEnded = false

  init(program: Program) { self.program = program }

  private var options: [Option] {
    (verb?.options ?? []) + program.options + [.help] + (verb == nil ? [.version] : [])
  }

  mutating func take(_ word: String) {
    if let option = pending {
      if word == "=", held.isEmpty { return }
      arguments.give(held + word, for: option)
      (pending, held, given) = (nil, "", option)
      return
    }
    if word == "=", let option = given, let value = arguments.takeBack(option) {
      (pending, held) = (option, value + "=")
      return
    }
    given = nil
    if !optionsEnded, word == "--" {
      optionsEnded = true
    } else if !optionsEnded, word.hasPrefix("-"), word != "-" {
      let (name, value) = split(word)
      guard let option = option(name) else { return }
      if option.value == nil || value != nil {
        arguments.give(value ?? "", for: option)
      } else {
        pending = option
      }
    } else if verb != nil {
      arguments.positionals.append(word)
    } else if word == "help" {
      isHelp = true
    } else {
      verb = program.verbs.first { $0.name == word }
    }
  }

  func completion(of word: String) -> WordCompletion {
    var result = WordCompletion(typed: word, arguments: arguments)
    if let pending {
      result.held = held
      result.typed = held + (word == "=" ? "" : word)
      add(pending, to: &result)
    } else if !optionsEnded, word.hasPrefix("-") {
      let (name, value) = split(word)
      if let value, let option = option(name) {
        (result.prefix, result.typed) = ("\(name)=", value)
        add(option, to: &result)
      } else {
        let left = options.filter { $0.isRepeatable || !arguments.has($0) }
        result.candidates = left.map { WordCompletion.Candidate("--\($0.name)", $0.help) }
      }
    } else if let verb {
      let index = arguments.positionals.count
      if let positional = verb.positional, index < positional.most {
        add(index == 0 ? positional.choices : [], positional.name, index, to: &result)
        // What follows an action is what it works on.
        if index > 0, !positional.choices.isEmpty { result.places = [.recipe, .file] }
      }
    } else {
      result.candidates = program.shownVerbs.map { WordCompletion.Candidate($0.name, $0.summary) }
      if !isHelp { result.candidates.append(WordCompletion.Candidate("help", Program.helpSummary)) }
    }
    let typed = result.typed
    result.candidates.removeAll { !$0.word.hasPrefix(typed) }
    return result
  }

  private func add(_ option: Option, to result: inout WordCompletion) {
    add(option.choices, option.value, 0, to: &result)
    result.candidates += option.suggestions.map { WordCompletion.Candidate($0) }
  }

  private func add(_ choices: [String], _ name: String?, _ index: Int, to result: inout WordCompletion) {
    result.candidates = choices.map { WordCompletion.Candidate($0) }
    guard choices.isEmpty, let names = name?.split(separator: " "), !names.isEmpty else { return }
    result.places = places(of: names[min(index, names.count - 1)]) ?? []
  }

  private func option(_ shown: String) -> Option? {
    options.first { "--\($0.name)" == shown || $0.short.map { "-\($0)" } == shown }
  }

  private func split(_ word: String) -> (name: String, value: String?) {
    guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }
}

extension Positional {
  /// How many words there may be at most.
  fileprivate var most: Int { count.bounds.most ?? .max }
}
