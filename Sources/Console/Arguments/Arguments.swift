/// What a command line says.
public enum Invocation: Hashable, Sendable {
  case run(Verb, Arguments)
  /// Help was asked for: on a verb, or on the program.
  case help(Verb?)
}

/// What was given to a verb.
public struct Arguments: Hashable, Sendable {
  /// In the order given.
  public internal(set) var positionals: [String] = []
  /// By option name; a flag has one empty value.
  var given: [String: [String]] = [:]

  /// Whether an option was given.
  public func has(_ option: Option) -> Bool { given[option.name] != nil }

  /// The value of an option, nil when it was not given.
  public func value(_ option: Option) -> String? { given[option.name]?.last }

  /// All values of a repeatable option, in the order given.
  public func values(_ option: Option) -> [String] { given[option.name] ?? [] }
}
