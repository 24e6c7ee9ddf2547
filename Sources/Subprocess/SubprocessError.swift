/// Why a command did not run, or did not succeed.
public enum SubprocessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No such program; `searched` is the `PATH` that was looked through, nil for a given path.
  case notFound(executable: String, searched: String?)
  /// The system refused to start it; `reason` is the system's own text, `code` its number (errno(3)), where it is known.
  case cannotStart(command: String, reason: String, code: Int32? = nil)
  /// It ended with anything but exit status 0.
  case failed(command: String, status: ProcessResult.Status, lastLines: [String])
  /// It was ended because it took longer than this.
  case deadlinePassed(command: String, deadline: Duration, lastLines: [String])

  public var description: String {
    switch self {
    case .notFound(let executable, nil): "\(executable): not an executable file"
    case .notFound(let executable, .some(let path)): "\(executable): not found in PATH (\(path)); install it"
    case .cannotStart(let command, let reason, _): "cannot start \(command): \(reason)"
    case .failed(let command, let status, let lines):
      "\(command): \(status)" + Self.indented(lines)
    case .deadlinePassed(let command, let deadline, let lines):
      "\(command): not done after \(deadline)" + Self.indented(lines)
    }
  }

  private static func indented(_ lines: [String]) -> String {
    lines.isEmpty ? "" : ":" + lines.map { "\n  " + $0 }.joined()
  }
}
