internal import Foundation
private import Subprocess

extension VirtualMachine {
  /// Starts QEMU and waits until its monitor answers.
  static func start(
    _ configuration: MachineConfiguration, emulator: String, limit: Duration
  ) async throws -> VirtualMachine {
    try refuseForeignKVM(configuration)
    // Only needed until the monitor is connected: removed then, so that no killed build leaves one behind.
    let folder = try TemporaryFolder()
    let socket = folder.path + "/qmp"
    let command = Command(emulator, try configuration.arguments(monitor: socket))
    let process = try await ChildProcess.start(command, outputLimit: 64 << 10)
    do {
      let monitor = try await connect(to: socket, of: process, limit: limit)
      return VirtualMachine(Shutdown(process: process, monitor: monitor))
    } catch {
      throw await explain(error, process, limit: limit)
    }
  }

  static func refuseForeignKVM(_ configuration: MachineConfiguration) throws(MachineError) {
    guard configuration.accelerator == .kvm, configuration.architecture != Architecture.host else { return }
    throw .invalid(
      "KVM runs guests of this host's own architecture only, not \(configuration.architecture.rawValue)")
  }

  /// Gives up as soon as the process ends.
  private static func connect(
    to socket: String, of process: ChildProcess, limit: Duration
  ) async throws -> QMPClient {
    let connecting = Task { try await QMPClient.connect(to: socket, timeout: limit) }
    Task {
      _ = await process.exit
      connecting.cancel()
    }
    return try await withTaskCancellationHandler {
      try await connecting.value
    } onCancel: {
      connecting.cancel()
    }
  }

  /// Ends a process whose monitor cannot be reached, and says why it could not.
  private static func explain(_ error: any Error, _ process: ChildProcess, limit: Duration) async -> any Error
  {
    let endedByItself = process.outcome != nil
    let outcome = await Task { await process.terminate(grace: .seconds(2)) }.value
    if Task.isCancelled { return CancellationError() }
    // Ways to end when terminated; another is QEMU's own.
    let isTerminated = [.exited(0), .signalled(SIGTERM), .signalled(SIGKILL)].contains(outcome.status)
    if endedByItself || !isTerminated {
      return MachineError.didNotStart(status: outcome.status.description, standardError: text(outcome.stderr))
    }
    return MachineError.monitorSilent(after: limit, reason: "\(error)")
  }
}

/// What a program said, without the line end.
func text(_ output: Data) -> String {
  String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}
