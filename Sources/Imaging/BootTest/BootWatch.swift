import Machine
import Planning

/// Waits for a booting guest to offer a login on its serial console.
struct BootWatch: Sendable {
  /// Where the serial console is written to.
  let log: String
  /// From the machine's start.
  let limit: Duration
  var interval = Duration.milliseconds(500)

  /// - Returns: why it does not boot; nil when it does.
  func failure(of machine: VirtualMachine) async throws -> String? {
    try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask { verdict(on: try await machine.exit()) }
      group.addTask { try await watch() }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func watch() async throws -> String? {
    // A host that sleeps puts its guests to sleep.
    let end = SuspendingClock.now + limit
    var console = SerialConsole(path: log)
    while true {
      switch BootSign(in: console.read()) {
      case .login: return nil
      case .failure(let meaning): return meaning
      case nil: break
      }
      guard SuspendingClock.now < end else { return overdue }
      try await Task.sleep(for: interval)
    }
  }

  private var overdue: String {
    SerialConsole.lastLines(of: log).isEmpty
      ? "it wrote nothing to its serial console within \(limit.seconds) s"
      : "it offered no login within \(limit.seconds) s"
  }

  /// A guest that goes away may have said why.
  private func verdict(on exit: MachineExit) -> String {
    let text = SerialConsole.lastLines(of: log, 100).joined(separator: "\n")
    if case .failure(let meaning) = BootSign(in: text) { return meaning }
    return "it offered no login: \(exit)"
  }
}
