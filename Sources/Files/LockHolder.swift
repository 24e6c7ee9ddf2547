import Foundation

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
