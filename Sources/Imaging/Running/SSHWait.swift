import Failures
import Foundation
import Machine
import Subprocess
import Text

/// Waits until one can log in to a booting guest.
struct SSHWait: Sendable {
  let access: SSHAccess
  /// Where the guest's serial console is written to.
  let console: String
  /// From the call.
  let limit: Duration
  var interval = Duration.seconds(1)
  /// After a login that failed. OpenSSH 9.8 and later keep out, for a while, who fails too often (`PerSourcePenalties` in
  /// sshd_config(5)): 5 s for each time.
  var pause = Duration.seconds(6)

  /// - Throws: `BuildError` when the guest is gone, comes to a bad end or takes too long, with its last words;
  ///   `CancellationError`.
  func run(on machine: VirtualMachine, tell: @escaping @Sendable (SSHProgress) -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { throw failure("\(try await machine.exit()) before one could log in") }
      group.addTask { throw failure(try await badEnd()) }
      group.addTask { try await logIn(tell) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func logIn(_ tell: (SSHProgress) -> Void) async throws {
    let start = SuspendingClock.now
    var answers = false
    var lastFailure = "no SSH server answered"
    while true {
      let time = start.duration(to: .now)
      guard time < limit else { throw failure("\(lastFailure) within \(limit.seconds) s") }
      guard try await SSHBanner.isShown(on: access.port) else {
        if !answers { tell(.waiting(time, console: SerialConsole.lastLines(of: console, 1).first ?? "")) }
        try await Task.sleep(for: interval)
        continue
      }
      if !answers {
        answers = true
        tell(.answers(start.duration(to: .now)))
      }
      do {
        let outcome = try await access.run("exit 0", limits: Limits(deadline: limit - time))
        if outcome.status.isSuccess { return tell(.loggedIn(start.duration(to: .now))) }
        let words = outcome.lastLines().last.map { ": \($0)" } ?? ""
        lastFailure = "SSH answered, but \(access.user) could not log in\(words)"
      } catch SubprocessError.deadlinePassed {
        lastFailure = "SSH answered, but no login came to its end"
      }
      try await Task.sleep(for: pause)
    }
  }

  /// Waits for words on the console after which no login comes.
  private func badEnd() async throws -> String {
    var console = SerialConsole(path: console)
    while true {
      if case .failure(let meaning) = BootSign(in: console.read()) { return meaning }
      try await Task.sleep(for: .milliseconds(500))
    }
  }

  private func failure(_ reason: String) -> BuildError {
    let lines = SerialConsole.lastLines(of: console)
    return BuildError(
      .bootCheck,
      reason
        + (lines.isEmpty
          ? "; it wrote nothing to its serial console"
          : "; its serial console ends with:" + lines.map { "\n  | \($0)" }.joined()))
  }
}

/// How far the way into a booting guest is; each with the time since the wait began.
public enum SSHProgress: Hashable, Sendable {
  /// Nobody answers yet; with the console's last line.
  case waiting(Duration, console: String)
  /// A server greets; whether it lets one in is to be seen.
  case answers(Duration)
  case loggedIn(Duration)
}

/// The first words of an SSH server (RFC 4253, 4.2).
enum SSHBanner {
  /// Whether a server greets on a port of 127.0.0.1.
  ///
  /// QEMU takes a connection for its guest before that has one: only the words count.
  static func isShown(on port: UInt16, within limit: Duration = .seconds(10)) async throws -> Bool {
    try Task.checkCancellation()
    return await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: read(port, limit)) }
      thread.name = "banner"
      thread.start()
    }
  }

  private static func read(_ port: UInt16, _ limit: Duration) -> Bool {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    guard Loopback.with(port, { connect(descriptor, $0, $1) }) == 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 4)
    return recv(descriptor, &bytes, bytes.count, CInt(MSG_WAITALL)) == 4 && bytes == Array("SSH-".utf8)
  }
}
