private import Glibc

/// A file operation that failed: what was tried, and the system's reason or what to do.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let action: String
  public let reason: String

  public init(_ action: String, reason: String) {
    self.action = action
    self.reason = reason
  }

  /// For a call that has just failed (`errno`); where it was for want of rights, with who has them.
  ///
  /// - Parameter path: what the call was about.
  public static func system(_ action: String, _ path: String) -> FileError {
    let code = errno
    let reason = String(cString: strerror(code))
    guard code == EACCES || code == EPERM, let holder = FileOwner.nearest(to: path) else {
      return FileError(action, reason: reason)
    }
    return FileError(action, reason: "\(reason): \(holder); you are \(FileOwner.name(ofUser: geteuid()))")
  }

  public var description: String { "\(action): \(reason)" }
}
