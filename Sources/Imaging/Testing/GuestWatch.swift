import Files
import Foundation
import Machine
import Subprocess
import Synchronization

/// Follows a booting guest from outside: its console, and whether it lets one in over SSH, both at once.
struct GuestWatch: Sendable {
  /// How a boot went on.
  enum Outcome: Sendable {
    /// The console offers a login, and nobody wanted more.
    case login
    /// The script was run.
    case inside(Transcript)
    /// The console offers a login, and SSH none; in ssh's words, where it said anything.
    case keptOut(String?)
    case failed(String, isOutOfTime: Bool)
  }

  /// Where the serial console is written to.
  let console: String
  let pace: BootPace
  /// nil: the console alone is watched.
  let entry: Entry?
  var interval = Duration.milliseconds(500)

  /// The way in.
  struct Entry: Sendable {
    let access: SSHAccess
    let script: GuestScript
    /// For the script, once one is in.
    let limit: Duration
  }

  /// What was seen so far, with the time since the machine's start.
  struct Signs: Sendable {
    var firstWord: Duration?
    var login: Duration?
    var answer: Duration?
    var refusal: String?
  }

  /// Bytes.
  private static let largestLog: UInt64 = 64 << 20

  private let signs = Signals()

  private final class Signals: Sendable {
    let value = Mutex(Signs())
  }

  init(console: String, pace: BootPace, entry: Entry?) {
    self.console = console
    self.pace = pace
    self.entry = entry
  }

  var seen: Signs { signs.value.withLock(\.self) }

  /// The same with what the console has said meanwhile: a login may be offered there after one is in.
  func lastLook() -> Signs {
    var seen = seen
    guard seen.login == nil else { return seen }
    let lines = SerialConsole.lastLines(of: console, 1000).joined(separator: "\n")
    if case .login = BootSign(in: lines) { seen.login = seen.answer }
    return seen
  }

  /// Waits for what there is to see.
  ///
  /// - Throws: `CancellationError`, `SubprocessError` when ssh cannot be started.
  func run(on machine: VirtualMachine) async throws -> Outcome {
    let start = SuspendingClock.now
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      group.addTask { .failed(verdict(on: try await machine.exit()), isOutOfTime: false) }
      group.addTask { try await watchConsole(since: start) }
      if let entry { group.addTask { try await enter(by: entry, since: start) } }
      defer { group.cancelAll() }
      return try await group.next() ?? .failed("it was not watched", isOutOfTime: false)
    }
  }

  private func watchConsole(since start: SuspendingClock.Instant) async throws -> Outcome {
    var console = SerialConsole(path: console)
    while true {
      let text = console.read()
      let now = start.duration(to: .now)
      let seen = signs.value.withLock { signs in
        if console.count > 0, signs.firstWord == nil { signs.firstWord = now }
        return signs
      }
      switch BootSign(in: text) {
      case .failure(let meaning): return .failed(meaning, isOutOfTime: false)
      case .login where seen.login == nil:
        signs.value.withLock { $0.login = now }
        if entry == nil { return .login }
      case .login, nil: break
      }
      // What a guest writes there takes room of this host.
      if FileSystem.size(of: self.console) ?? 0 > Self.largestLog {
        return .failed("it writes to its serial console without end", isOutOfTime: true)
      }
      if seen.answer == nil, let outcome = overdue(seen, at: now) { return outcome }
      try await Task.sleep(for: interval)
    }
  }

  private func overdue(_ seen: Signs, at now: Duration) -> Outcome? {
    if let login = seen.login, now > login + pace.grace(afterLogin: login) { return .keptOut(seen.refusal) }
    let limit = pace.limit(firstWord: seen.firstWord)
    guard now > limit else { return nil }
    if seen.login != nil { return .keptOut(seen.refusal) }
    let isSilent = SerialConsole.lastLines(of: console).isEmpty
    let what = isSilent ? "wrote nothing to its serial console" : "offered no login"
    let also = entry == nil ? "" : ", and let nobody in over SSH,"
    return .failed("it \(what)\(also) within \(limit.components.seconds) s", isOutOfTime: true)
  }

  /// A guest that goes away may have said why.
  private func verdict(on exit: MachineExit) -> String {
    let text = SerialConsole.lastLines(of: console, 100).joined(separator: "\n")
    if case .failure(let meaning) = BootSign(in: text) { return meaning }
    return "it offered no login: \(exit)"
  }

  /// Runs the script as soon as it can be run.
  private func enter(by entry: Entry, since start: SuspendingClock.Instant) async throws -> Outcome {
    while true {
      // A connection that was made before the guest had a network may never come to life: a new one is soon there.
      guard try await SSHBanner.isShown(on: entry.access.port, within: pace.patience) else {
        try await Task.sleep(for: interval)
        continue
      }
      let transcript = Transcript(entry.script) {
        signs.value.withLock { $0.answer = start.duration(to: .now) }
      }
      do {
        let result = try await entry.access.run(
          input: entry.script.text,
          limits: Limits(deadline: pace.limit(firstWord: seen.firstWord) + entry.limit)
        ) { transcript.add($0) }
        if !transcript.hasBegun {
          let words = result.lastLines().last
          signs.value.withLock { $0.refusal = words }
        }
      } catch SubprocessError.deadlinePassed {
        // What it had answered by then counts.
      }
      if transcript.hasBegun { return .inside(transcript) }
      // OpenSSH 9.8 and later keep out, for a while, who fails too often.
      try await Task.sleep(for: .seconds(6))
    }
  }
}

/// What the script in a guest printed, as far as it is worth keeping.
final class Transcript: Sendable {
  private let script: GuestScript
  private let onBegin: @Sendable () -> Void
  private let state = Mutex(State())

  private struct State {
    var lines: [String] = []
    var bytes = 0
    var begun: Date?
    var ended = Date.now
  }

  /// A guest must not fill the memory.
  private static let limit = 8 << 20

  init(_ script: GuestScript, onBegin: @escaping @Sendable () -> Void) {
    self.script = script
    self.onBegin = onBegin
  }

  func add(_ line: String) {
    let begins = state.withLock { state in
      state.ended = .now
      if state.begun == nil, script.begins(line) {
        state.begun = .now
        return true
      }
      state.bytes += line.utf8.count + 1
      if state.begun != nil, state.bytes < Self.limit { state.lines.append(line) }
      return false
    }
    if begins { onBegin() }
  }

  var hasBegun: Bool { state.withLock { $0.begun != nil } }

  /// For each part of the script.
  var answers: [GuestAnswer?] {
    let (lines, heard) = state.withLock { state in
      let begun = state.begun ?? state.ended
      return (state.lines, min(begun, state.ended)...max(begun, state.ended))
    }
    return script.answers(in: lines, heard: heard)
  }
}
