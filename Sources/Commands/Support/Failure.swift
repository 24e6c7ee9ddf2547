import AnswerFiles
import Console
import Diagnostics
import Failures
import Images
import Recipes
import Subprocess

/// What an error means to whoever started the program.
struct Failure {
  /// For people.
  let message: String
  let status: ExitStatus
  /// For programs.
  let problems: [Problem]

  init(_ error: any Error) {
    func one(_ code: String) -> [Problem] { [Problem(code: code, message: "\(error)")] }
    switch error {
    case let error as UsageError:
      (message, status) = (error.description, .usage)
      problems = [Problem(code: "usage", message: "\(error.command): \(error.message)")]
    case let error as Diagnostics:
      (message, status, problems) = (error.description, .recipe, error.list.map(Problem.init))
    case let error as HostProblem:
      (message, status, problems) = ("kiln: \(error.message)", .host, one("host"))
    case SubprocessError.notFound:
      (message, status, problems) = ("kiln: \(error)", .host, one("program-missing"))
    case is ReleaseRefusal: (message, status, problems) = ("kiln: \(error)", .failed, one("refused"))
    case let error as Incomparable:
      let failure = Failure(error.reason)
      (message, problems) = (failure.message, failure.problems)
      // 1 means that they differ.
      status = failure.status == .failed ? .usage : failure.status
    case is CancellationError:
      (message, status) = ("kiln: interrupted", .interrupted)
      problems = [Problem(code: "interrupted", message: "interrupted")]
    default: (message, status, problems) = ("kiln: \(error)", .failed, one(Self.cause(of: error)))
    }
  }

  private static func cause(of error: any Error) -> String {
    if let failure = error as? RecordedFailure { return failure.record.cause.rawValue }
    return Diagnosis(error, texts: .none).cause.rawValue
  }
}

/// Something that is wrong, as JSON has it; `schemas/error.schema.json`.
struct Problem: Encodable {
  /// `usage`, `recipe`, `host`, `refused` or `interrupted`, else a ``FailureCause``.
  let code: String
  let message: String
  var file: String?
  /// From 1, as are columns.
  var line: Int?
  var column: Int?

  init(code: String, message: String) {
    self.code = code
    self.message = message
  }

  init(_ diagnostic: Diagnostic) {
    self.init(code: "recipe", message: diagnostic.message)
    (file, line, column) = (diagnostic.location?.file, diagnostic.location?.line, diagnostic.location?.column)
  }
}

/// All that is wrong, where there is no report that could say it.
struct ErrorReport: Report {
  let errors: [Problem]

  /// Not used: people are told on standard error.
  func text(on terminal: Terminal) -> String { errors.map { $0.message + "\n" }.joined() }
}

/// Something that this machine lacks.
struct HostProblem: Error, CustomStringConvertible {
  let message: String

  var description: String { message }
}

/// Why a verb could not do what it was asked for.
struct VerbFailure: Error, CustomStringConvertible {
  let description: String
}
