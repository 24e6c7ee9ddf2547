public import Diagnostics
public import Recipes

/// One reason why an answer file cannot be rendered.
public struct AnswerFileProblem: Hashable, Sendable, CustomStringConvertible {
  /// Where the value stands that causes it.
  public var origin: Origin
  public var message: String

  public init(_ message: String, at origin: Origin) {
    self.message = message
    self.origin = origin
  }

  public var description: String { "\(origin): \(message)" }

  /// The same with the place as one, where it is in a file that somebody wrote for Kiln.
  public var diagnostic: Diagnostic {
    switch origin {
    case .recipe(let place), .answers(let place): Diagnostic(message, at: place)
    case .site, .flag, .host, .standard: Diagnostic(description, at: nil)
    }
  }
}

/// All problems found in one rendering; never empty.
public struct AnswerFileProblems: Error, Hashable, CustomStringConvertible {
  public var problems: [AnswerFileProblem]

  public init(_ problems: [AnswerFileProblem]) {
    self.problems = problems
  }

  /// One line per problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
