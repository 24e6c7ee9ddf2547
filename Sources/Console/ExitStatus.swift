/// How a run ended, as the shell sees it.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  case failed = 1
  case usage = 2
  case recipe = 3
  case host = 4
  /// 128 and the number of SIGINT.
  case interrupted = 130

  public var meaning: String {
    switch self {
    case .done: "done"
    case .failed: "a build or a check failed"
    case .usage: "the command line is wrong"
    case .recipe: "a recipe is wrong"
    case .host: "the host lacks something"
    case .interrupted: "interrupted"
    }
  }
}
