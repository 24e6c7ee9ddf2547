/// A program as its command line shows it.
public struct Program: Hashable, Sendable {
  public let name: String
  /// One line.
  public let summary: String
  public let verbs: [Verb]
  /// Taken before any verb, and by every verb.
  public let options: [Option]

  public init(name: String, summary: String, verbs: [Verb], options: [Option] = []) {
    self.name = name
    self.summary = summary
    self.verbs = verbs
    self.options = options
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
