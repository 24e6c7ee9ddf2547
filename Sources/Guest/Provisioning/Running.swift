internal import CGuestFS
import Foundation
import Synchronization

extension GuestSession {
  /// Runs a script inside the image and hands on each line of its output as it comes.
  ///
  /// When its time is over, or the task is cancelled, the appliance is ended: the session can then only be dropped.
  /// - Throws: `GuestError` when it could not be run; an exit status is an outcome.
  public func run(
    _ command: GuestCommand, onLine: @escaping @Sendable (String) -> Void
  ) async throws -> GuestOutcome {
    let marker = "kiln-exit-\(UUID().uuidString) "
    let tail = LineTail(limit: 20)
    let reader = OutputReader(marker: marker, secrets: Array(command.secrets.values)) { line in
      tail.add(line)
      onLine(line)
    }
    let start = output.size
    let isOver = Flag()
    let appliance = guestfs_get_pid(handle.raw)
    let channel = output

    return try await withTaskCancellationHandler {
      let watchdog = Watchdog(limit: command.limit) { kill(appliance, SIGKILL) }
      async let status = reader.follow(channel, from: start) { isOver.isSet }
      let failure = shell(command.wrapped(marker: marker))
      isOver.set()
      watchdog.stop()
      let seen = try await status
      try Task.checkCancellation()
      if let seen { return GuestOutcome(status: seen, lastLines: tail.lines) }
      if watchdog.hasFired { return GuestOutcome(status: nil, lastLines: tail.lines) }
      throw failure
        ?? GuestError(action: "run a script in the image", reason: "it ended without an exit status")
    } onCancel: {
      kill(appliance, SIGKILL)
    }
  }

  /// Blocks until the script has ended.
  private func shell(_ script: String) -> GuestError? {
    do {
      _ = try handle.string(guestfs_sh(handle.raw, script), "run a script in the image")
      return nil
    } catch {
      return error
    }
  }
}

/// The last lines of an output.
private final class LineTail: Sendable {
  private let state = Mutex<[String]>([])
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  var lines: [String] { state.withLock { $0 } }

  func add(_ line: String) {
    guard !line.isEmpty else { return }
    state.withLock {
      $0.append(line)
      if $0.count > limit { $0.removeFirst() }
    }
  }
}

/// Does something unless it is stopped in time.
private final class Watchdog: Sendable {
  private let fired = Flag()
  private let task: Mutex<Task<Void, Never>?> = Mutex(nil)

  init(limit: Duration?, action: @escaping @Sendable () -> Void) {
    guard let limit else { return }
    let timer = Task { [weak self] in
      guard (try? await Task.sleep(for: limit)) != nil else { return }
      self?.fired.set()
      action()
    }
    task.withLock { $0 = timer }
  }

  var hasFired: Bool { fired.isSet }

  func stop() { task.withLock { $0?.cancel() } }
}

/// Set once, by anyone.
private final class Flag: Sendable {
  private let value = Mutex(false)

  var isSet: Bool { value.withLock { $0 } }

  func set() { value.withLock { $0 = true } }
}
