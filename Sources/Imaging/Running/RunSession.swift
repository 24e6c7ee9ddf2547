import Failures
import Foundation
import Machine
import Subprocess

/// What someone does with a running machine, until it has ended.
struct RunSession: Sendable {
  let accelerator: Accelerator
  /// Where the machine's console is written to.
  let serialLog: String
  /// Whether a disk stays, so that the guest must end in order.
  let isKept: Bool
  let tell: @Sendable (ImageRun.News) -> Void

  /// For the guest to switch itself off.
  private var grace: Duration { accelerator == .kvm ? .seconds(30) : .seconds(90) }

  /// Joins the console to this process's input and output until the machine has ended. ``EscapeKey`` and cancelling end it in order.
  ///
  /// - Returns: 0.
  /// - Throws: `BuildError` for a machine that came to a bad end; `CancellationError`.
  func showConsole(of machine: VirtualMachine) async throws -> Int32 {
    guard let port = machine.serialPort else { return 0 }
    let relay = ConsoleRelay(port)
    tell(.console(isInteractive: relay.isInteractive))
    let requests = Task { [grace] in
      for await request in relay.escapes {
        switch request {
        case .powerDown:
          relay.say(
            "kiln: the guest is to switch itself off, within \(grace.whole) s; Ctrl-] ends it at once")
          Task { await machine.powerDown(within: grace) }
        case .stop: await machine.stop()
        }
      }
    }
    do {
      let exit = try await machine.exit()
      // What the guest wrote last is on its way still.
      await requests.value
      try check(exit)
      return 0
    } catch is CancellationError {
      relay.stopInput()
      await powerDown(machine)
      await requests.value
      throw CancellationError()
    }
  }

  /// Waits until one can log in, does so, and ends the machine.
  ///
  /// - Returns: what the script or the shell ended with.
  /// - Throws: `BuildError` when there is no login in time, or the machine ends during the script; `CancellationError`.
  func logIn(
    to machine: VirtualMachine, _ access: SSHAccess, _ login: ImageRun.Login
  ) async throws -> Int32 {
    do {
      let limit = login.limit * accelerator.timeScale
      let wait = SSHWait(access: access, console: serialLog, limit: limit)
      try await wait.run(on: machine) { tell(.ssh($0)) }
      let status = try await use(access, login.script, on: machine)
      if isKept { await powerDown(machine) }
      return status
    } catch {
      if isKept { await powerDown(machine) }
      throw error
    }
  }

  private func powerDown(_ machine: VirtualMachine) async {
    tell(.powersDown(grace))
    await machine.powerDown(within: grace)
  }

  private func use(_ access: SSHAccess, _ script: String?, on machine: VirtualMachine) async throws -> Int32 {
    let command = try script.map(access.command) ?? access.shell
    let status = try await status(of: command, on: machine)
    // A shell in which the machine was switched off went as it should.
    if script == nil, status == nil { return 0 }
    guard let status else {
      throw BuildError(.machineFailed, "the machine ended before the script: \(try await machine.exit())")
    }
    return status
  }

  /// - Returns: nil when the machine ended first.
  private func status(of command: Command, on machine: VirtualMachine) async throws -> Int32? {
    try await withThrowingTaskGroup(of: Int32?.self) { group in
      group.addTask {
        switch try await statusOnTerminal(command) {
        // ssh's own status: perhaps since the machine is about to end.
        case .exited(255):
          try await Task.sleep(for: .seconds(5))
          return 255
        case .exited(let status): return status
        case .signalled(let number): return 128 + number
        }
      }
      group.addTask {
        _ = try await machine.exit()
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func check(_ exit: MachineExit) throws {
    switch exit.reason {
    case .poweredOff, .reset, .stopped: return
    case .panicked: throw BuildError(.guestPanicked, "\(exit)")
    case .diskFailed(_, let isFull): throw BuildError(isFull ? .hostDiskFull : .machineFailed, "\(exit)")
    case .died: throw BuildError(.machineFailed, "\(exit)")
    }
  }
}

extension Duration {
  /// Seconds, without fractions.
  fileprivate var whole: Int64 { components.seconds }
}
