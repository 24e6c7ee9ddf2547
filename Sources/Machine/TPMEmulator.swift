internal import Files
private import Foundation
internal import Subprocess

/// The TPM 2.0 of one virtual machine: swtpm(8), in a process of its own that lives as long as the machine.
struct TPMEmulator: Sendable {
  private let process: ChildProcess
  /// What QEMU connects to, once.
  let socket: String

  /// Starts it, and waits until QEMU can connect.
  ///
  /// - Parameters:
  ///   - state: the folder for what it remembers.
  ///   - folder: for the socket, and what is needed until QEMU is connected.
  /// - Throws: `MachineError.noTPM`, `CancellationError`; it has ended then.
  static func start(state: String, in folder: String, limit: Duration) async throws -> TPMEmulator {
    try check()
    let (socket, ready) = ("\(folder)/tpm", "\(folder)/tpm.pid")
    let process = try await ChildProcess.start(
      Command(
        "swtpm",
        [
          "socket", "--tpm2", "--tpmstate", "dir=.", "--ctrl", "type=unixio,path=\(socket)", "--pid",
          "file=\(ready)",
          // Its options know no way to write a comma.
        ], workingDirectory: state), outputLimit: 64 << 10)
    let emulator = TPMEmulator(process: process, socket: socket)
    do {
      try await emulator.wait(for: ready, limit: limit)
    } catch {
      await emulator.stop()
      throw error
    }
    return emulator
  }

  /// - Throws: `MachineError.noTPM` where this host has none.
  static func check() throws(MachineError) {
    if findExecutable("swtpm") == nil {
      throw .noTPM("swtpm is not in PATH; Debian's package is called swtpm")
    }
  }

  /// It writes its process id when its socket is there.
  private func wait(for ready: String, limit: Duration) async throws {
    let deadline = ContinuousClock.now + limit
    while FileSystem.size(of: ready) ?? 0 == 0 {
      if let outcome = process.outcome {
        let words = text(outcome.stderr) + text(outcome.stdout)
        throw MachineError.noTPM(
          "swtpm ended at once (\(outcome.status)): \(words.isEmpty ? "it said nothing" : words)")
      }
      guard .now < deadline else { throw MachineError.noTPM("swtpm has not begun within \(limit)") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Ends it; nothing that it remembers is lost by that. Whatever becomes of this process, it ends with it as well.
  func stop() async {
    _ = await Task { [process] in await process.terminate(grace: .seconds(2)) }.value
  }
}
