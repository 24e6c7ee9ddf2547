import Foundation
import Machine

/// Waits for an install to end, well or not.
struct InstallWatch: Sendable {
  let limits: InstallLimits
  let progress: InstallProgress

  /// - Returns: nil when the guest reported the end and powered off; else the cause to give up for.
  func end(of machine: VirtualMachine, started: ContinuousClock.Instant) async throws -> InstallFailure.Cause?
  {
    try await withThrowingTaskGroup(of: InstallFailure.Cause?.self) { group in
      group.addTask { verdict(on: try await machine.exit()) }
      group.addTask {
        while true {
          if let cause = progress.snapshot.verdict(limits: limits, started: started, now: .now) {
            return cause
          }
          try await Task.sleep(for: .milliseconds(250))
        }
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func verdict(on exit: MachineExit) -> InstallFailure.Cause? {
    let seen = progress.snapshot
    if let message = seen.failure { return .phaseFailed(message) }
    if seen.finished, exit.reason == .poweredOff { return nil }
    return .endedEarly(exit.description)
  }
}
