/// How a run ended, as the shell sees it.
public enum ExitStatus: Hashable, Sendable, CaseIterable {
  case done
  case failed
  case usage
  case recipe
  case host
  case interrupted
  /// That of a command which was run in an image, and may be any.
  case ofCommand(Int32)

  /// Those of Kiln's own.
  public static let allCases: [ExitStatus] = [.done, .failed, .usage, .recipe, .host, .interrupted]

  public var rawValue: Int32 {
    switch self {
    case .done: 0
    case .failed: 1
    case .usage: 2
    case .recipe: 3
    case .host: 4
    // 128 and the number of SIGINT.
    case .interrupted: 130
    case .ofCommand(let status): status
    }
  }

  public var meaning: String {
    switch self {
    case .done: "done"
    case .failed: "a build or a check failed"
    case .usage: "the command line is wrong"
    case .recipe: "a recipe is wrong"
    case .host: "the host lacks something"
    case .interrupted: "interrupted"
    case .ofCommand: "that of the command"
    }
  }
}
