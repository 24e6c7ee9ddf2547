/// A program as its command line shows it.
public struct Program: Hashable, Sendable {
  public let name: String
  /// One line.
  public let summary: String
  public let verbs: [Verb]
  /// Taken before any verb, and by every verb.
  public let options: [Option]
  /// What it reads of its environment.
  public let variables: [Variable]
  /// What people type who know other programs, by name.
  public let foreignVerbs: [String: ForeignVerb]

  /// A verb of other programs.
  public struct ForeignVerb: Hashable, Sendable {
    /// Whose it is, such as `Packer`.
    public let home: String
    /// What it does there and what does it here: `to check recipes, type 'kiln check'`.
    public let advice: String

    public init(_ home: String, _ advice: String) {
      self.home = home
      self.advice = advice
    }
  }

  /// An environment variable.
  public struct Variable: Hashable, Sendable {
    public let name: String
    public let meaning: String

    public init(_ name: String, _ meaning: String) {
      self.name = name
      self.meaning = meaning
    }
  }

  public init(
    name: String, summary: String, verbs: [Verb], options: [Option] = [], variables: [Variable] = [],
    foreignVerbs: [String: ForeignVerb] = [:]
  ) {
    self.name = name
    self.summary = summary
    self.verbs = verbs
    self.options = options
    self.variables = variables
    self.foreignVerbs = foreignVerbs
  }
}

/// One thing that a program does.
public struct Verb: Hashable, Sendable {
  public let name: String
  /// One line, beginning in lower case, without a full stop.
  public let summary: String
  /// What help says besides; empty for nothing.
  public let discussion: String
  /// At most one; the arguments that are no options.
  public let positional: Positional?
  public let options: [Option]
  /// A command line and what it does.
  public let example: Example
  /// Whether the list of all verbs leaves it out: it is for other programs.
  public let isHidden: Bool

  /// A command line to learn from.
  public struct Example: Hashable, Sendable {
    public let command: String
    public let meaning: String

    public init(_ command: String, _ meaning: String) {
      self.command = command
      self.meaning = meaning
    }
  }

  public init(
    _ name: String, summary: String, discussion: String = "", positional: Positional? = nil,
    options: [Option] = [],
    example: Example, isHidden: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.discussion = discussion
    self.positional = positional
    self.options = options
    self.example = example
    self.isHidden = isHidden
  }
}

/// An option of a command line; also the key to what was given for it.
public struct Option: Hashable, Sendable {
  /// Without the two hyphens.
  public let name: String
  /// The letter after a single hyphen.
  public let short: Character?
  /// What help calls the value, such as `DIR`; nil for a flag, which has none.
  public let value: String?
  /// The only values allowed; empty where any is.
  public let choices: [String]
  /// Values that shells offer where others are allowed, too.
  public let suggestions: [String]
  public let isRepeatable: Bool
  public let help: String

  /// An option that is there or not.
  public static func flag(_ name: String, short: Character? = nil, help: String) -> Option {
    Option(
      name: name, short: short, value: nil, choices: [], suggestions: [], isRepeatable: false, help: help)
  }

  /// An option with a value.
  public static func value(
    _ name: String, short: Character? = nil, _ value: String, choices: [String] = [],
    suggestions: [String] = [], repeatable: Bool = false, help: String
  ) -> Option {
    Option(
      name: name, short: short, value: value, choices: choices, suggestions: suggestions,
      isRepeatable: repeatable, help: help)
  }

  /// Taken by every program, before any verb.
  static let version = flag("version", short: "V", help: "print the version")

  /// Taken by every program and verb.
  static let help = flag("help", short: "h", help: "show this help")
}

/// The arguments of a verb that are no options.
public struct Positional: Hashable, Sendable {
  /// How many there may be.
  public enum Count: Hashable, Sendable {
    case one, two, three, atMostOne, atLeastOne, any
  }

  /// What help calls it, such as `NAME`; of several, each, such as `NAME DIR`.
  public let name: String
  public let count: Count
  /// What the first of them may be; empty where anything may.
  public let choices: [String]
  public let help: String

  public init(_ name: String, _ count: Count, choices: [String] = [], help: String) {
    self.name = name
    self.count = count
    self.choices = choices
    self.help = help
  }
}
