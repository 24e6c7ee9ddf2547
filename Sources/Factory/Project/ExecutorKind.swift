import Builds
import Jobs

/// Where jobs can be done, by the name that `--executor` takes.
public enum ExecutorKind: String, Sendable, CaseIterable {
  /// In this process.
  case local
  /// Each in a process of its own.
  case process

  /// - Returns: nil for this process.
  func executor(on host: BuildHost, _ secrets: Secrets) throws -> (any Executor)? {
    switch self {
    case .local: nil
    case .process: ProcessExecutor(host: host, secrets: try secrets.digests())
    }
  }
}
