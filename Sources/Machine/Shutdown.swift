internal import Subprocess

/// Ends QEMU: it is asked, then told (SIGTERM), then killed (SIGKILL).
struct Shutdown: Sendable {
  let process: ChildProcess
  let monitor: QMPClient
  /// How long each way has before the next.
  var patience = Duration.seconds(5)

  /// Returns when the process has ended; at once if it had.
  func perform() async {
    guard process.outcome == nil else { return }
    do {
      _ = try await monitor.execute("quit", timeout: patience)
    } catch {
      process.beginTermination(grace: patience)
    }
    let impatience = Task {
      try await Task.sleep(for: patience)
      process.beginTermination(grace: patience)
    }
    _ = await process.exit
    impatience.cancel()
  }
}
