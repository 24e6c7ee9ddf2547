/// How a run ended, as the shell sees it.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  /// A build or a check failed.
  case failed = 1
  /// The command line is wrong.
  case usage = 2
  /// A recipe is wrong.
  case recipe = 3
  /// The host lacks something.
  case host = 4
  /// Ended by Ctrl-C: 128 and the number of SIGINT.
  case interrupted = 130
}
