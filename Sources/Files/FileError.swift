internal import Foundation

/// A file operation that failed: what was tried, and the system's reason or what to do.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let action: String
  public let reason: String
  /// The system's number for the reason, errno(3); nil where it is Kiln that refuses.
  public let code: Int32?

  public init(_ action: String, reason: String, code: Int32? = nil) {
    self.action = action
    self.reason = reason
    self.code = code
  }

  /// For an error of Foundation's.
  public init(_ action: String, because error: any Error) {
    self.init(action, reason: error.localizedDescription, code: systemCode(of: error))
  }

  /// For a call that has just failed (`errno`); where it was for want of rights, with who has them.
  ///
  /// - Parameter path: what the call was about.
  public static func system(_ action: String, _ path: String) -> FileError {
    let code = errno
    let reason = String(cString: strerror(code))
    guard code == EACCES || code == EPERM, let holder = FileOwner.nearest(to: path) else {
      return FileError(action, reason: reason, code: code)
    }
    let whose = "\(reason): \(holder); you are \(FileOwner.name(ofUser: geteuid()))"
    return FileError(action, reason: whose, code: code)
  }

  /// Whether it tells that a file is not what was written, not that it could not be looked at just now, as for want of rights.
  public var isDamage: Bool { Self.isDamage(code) }

  /// The same of a system's number, errno(3); nil for what is found wrong without the system.
  public static func isDamage(_ code: Int32?) -> Bool {
    code.map { ![EACCES, EPERM, EINTR, EMFILE, ENFILE, ENOMEM].contains($0) } ?? true
  }

  public var description: String { "\(action): \(reason)" }
}

/// The number that the system gave an error of Foundation's, errno(3); nil for another one.
public func systemCode(of error: any Error) -> Int32? {
  if let error = error as? POSIXError { return error.code.rawValue }
  guard let error = error as? CocoaError else { return nil }
  if error.code == .fileWriteOutOfSpace { return ENOSPC }
  return error.underlying.flatMap(systemCode)
}

/// Whose a file is, for people.
enum FileOwner {
  /// Says of a file, or where there is none of the nearest folder above it, whose it is.
  static func nearest(to path: String) -> String? {
    var place = path
    var status = stat()
    while lstat(place, &status) != 0 {
      let parent = folder(of: place)
      guard parent != place else { return nil }
      place = parent
    }
    return "\(place) \(description(of: status))"
  }

  /// Such as `belongs to eve, group users, mode 0644`.
  static func description(of status: stat) -> String {
    let mode = String(status.st_mode & 0o7777, radix: 8)
    let digits = String(repeating: "0", count: max(0, 4 - mode.count)) + mode
    return "belongs to \(name(ofUser: status.st_uid)), group \(name(ofGroup: status.st_gid)), mode \(digits)"
  }

  static func name(ofUser id: uid_t) -> String { HostAccounts.name(ofUser: id) ?? "user \(id)" }

  static func name(ofGroup id: gid_t) -> String { HostAccounts.group(id)?.name ?? "group \(id)" }

  /// Whether a group is nobody's but a user's, as where each user has one of the same name, or number where it has no name.
  static func isOwnGroup(_ id: gid_t, of user: uid_t) -> Bool {
    guard let group = HostAccounts.group(id) else { return id == user }
    let name = name(ofUser: user)
    return group.name == name && group.members.allSatisfy { $0 == name }
  }
}

/// The folder that a path's last part is in.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
