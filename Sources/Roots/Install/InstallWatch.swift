import Failures
import Foundation
import Machine

/// Waits for an install to end, well or not.
struct InstallWatch: Sendable {
  let limits: InstallLimits
  let progress: InstallProgress
  let evidence: InstallEvidence
  let texts: FatalTexts
  /// The installer's, for the texts.
  let family: String

  /// How an install ended, badly.
  struct End: Sendable {
    var cause: InstallFailure.Cause
    /// What was seen to move.
    var observations: [String]
  }

  /// - Returns: nil when the guest reported the end and powered off; else the cause to give up for.
  func end(of machine: VirtualMachine) async throws -> End? {
    try await withThrowingTaskGroup(of: End?.self) { group in
      group.addTask { verdict(on: try await machine.exit()) }
      group.addTask { try await watch(machine) }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func watch(_ machine: VirtualMachine) async throws -> End {
    // A host that sleeps puts its guests to sleep.
    let start = SuspendingClock.now
    var console = SerialConsole(path: evidence.serialLog)
    var vitals = MachineVitals(of: machine, scratch: "\(evidence.folder)/.look.png")
    var diagnosis = InstallDiagnosis(limits: limits)
    while true {
      let known = texts.first(in: console.read(), from: .serial, family: family)
      let seen = progress.snapshot
      let look = InstallDiagnosis.Look(
        seen: seen, vitals: await vitals.take(requests: seen.requests, serial: console.count), known: known)
      let now = SuspendingClock.now - start
      if let cause = diagnosis.verdict(on: look, at: now) {
        return End(cause: cause, observations: diagnosis.observations(at: now))
      }
      try await rest()
    }
  }

  /// Until the next look is due; a phase that failed is seen at once.
  private func rest() async throws {
    let due = ContinuousClock.now + limits.interval
    while .now < due, progress.snapshot.failure == nil {
      try await Task.sleep(for: min(.milliseconds(250), limits.interval))
    }
  }

  private func verdict(on exit: MachineExit) -> End? {
    let seen = progress.snapshot
    if seen.finished, seen.failure == nil, exit.reason == .poweredOff { return nil }
    let cause = seen.failure.map(InstallFailure.Cause.phaseFailed) ?? .endedEarly(exit)
    return End(cause: cause, observations: ["QEMU: \(exit)"])
  }
}
