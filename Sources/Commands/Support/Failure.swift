import AnswerFiles
import Console
import Diagnostics
import Recipes
import Subprocess

/// What an error means to whoever started the program.
struct Failure {
  let message: String
  let status: ExitStatus

  init(_ error: any Error) {
    switch error {
    case let error as UsageError: (message, status) = (error.description, .usage)
    case let error as Diagnostics: (message, status) = (error.description, .recipe)
    case let error as HostProblem: (message, status) = ("kiln: \(error.message)", .host)
    case SubprocessError.notFound: (message, status) = ("kiln: \(error)", .host)
    case is CancellationError: (message, status) = ("kiln: interrupted", .interrupted)
    default: (message, status) = ("kiln: \(error)", .failed)
    }
  }
}

/// Something that this machine lacks.
struct HostProblem: Error, CustomStringConvertible {
  let message: String

  var description: String { message }
}
