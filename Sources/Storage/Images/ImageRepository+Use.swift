import Files
import Foundation
import Images

extension ImageRepository {
  /// When a build was last handed out, or made.
  func lastUse(of id: BuildID) -> Date {
    FileSystem.modificationDate(of: manifestFile(id)) ?? .distantPast
  }

  /// Notes that it is in use, so that it counts as new.
  public func noteUse(of id: BuildID) { utimes(manifestFile(id), nil) }

  /// Keeps a build from being freed as long as what it returns is there.
  ///
  /// - Returns: nil where there is no such build any more.
  public func use(_ id: BuildID) async throws -> UseLock? {
    try await shared(manifestFile(id))
  }

  /// Keeps files that belong to no build yet from being freed as long as what it returns is there.
  func keepingFiles() async throws -> UseLock {
    while true {
      if let lock = try await shared(lockFile) { return lock }
      close(try PlainFile.openOrCreate(lockFile))
    }
  }

  private func shared(_ path: String) async throws -> UseLock? {
    while true {
      switch try UseLock.attempt(path, .shared) {
      case .held(let lock): return lock
      case .absent: return nil
      // Whoever frees what nothing needs is done in a moment.
      case .busy: try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  var lockFile: String { "\(folder)/lock" }
}
