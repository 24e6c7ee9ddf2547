import Foundation

/// An advisory lock on a file: one holder on all machines that share the store; gone when its process is.
public final class Lock: Sendable {
  private let path: String
  private let file: FileLock

  private init(path: String, file: FileLock) {
    self.path = path
    self.file = file
  }

  /// The lock, or nil while another process, or another task of this one, holds it.
  ///
  /// - Throws: `FileError` when something else than a lock of this user has the name.
  public static func attempt(_ path: String) throws -> Lock? {
    guard case .held(let file) = try FileLock.attempt(on: PlainFile.openOrCreate(path), of: path) else {
      return nil
    }
    let holder = Array(LockHolder.current.line.utf8)
    ftruncate(file.descriptor, 0)
    _ = pwrite(file.descriptor, holder, holder.count, 0)
    return Lock(path: path, file: file)
  }

  /// Waits for the lock; `onWait` is told once who has it.
  public static func acquire(_ path: String, onWait: (_ holder: String) -> Void) async throws -> Lock {
    var told = false
    while true {
      if let lock = try attempt(path) { return lock }
      if !told { onWait(holder(of: path)) }
      told = true
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  /// Removes the file before letting go, so that locks leave nothing behind.
  deinit { unlink(path) }

  /// Who holds the lock, for people.
  public static func holder(of path: String) -> String {
    let text = (try? PlainFile.contents(path)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    return text.flatMap { LockHolder($0) }?.description ?? "another process"
  }
}

/// Who holds a lock, as the lock's file says: `PID HOST SINCE`, the time as in RFC 3339.
struct LockHolder: Hashable, Sendable, CustomStringConvertible {
  var process: Int32
  var host: String
  var since: String

  init(process: Int32, host: String, since: String) {
    self.process = process
    self.host = host
    self.since = since
  }

  /// This process, from now on.
  static var current: LockHolder {
    LockHolder(process: getpid(), host: hostName(), since: Date.now.ISO8601Format())
  }

  /// nil when the file's text is not whole: its owner is just writing it, or removing it.
  init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 3, let process = Int32(words[0]) else { return nil }
    self.init(process: process, host: words[1], since: words[2])
  }

  var line: String { "\(process) \(host) \(since)\n" }

  var description: String { "process \(process) on \(host), since \(since)" }
}

/// As the kernel has it; `ProcessInfo` would ask the network.
public func hostName() -> String {
  var name = utsname()
  guard uname(&name) == 0 else { return "localhost" }
  return withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
