private import Subprocess

extension VirtualMachine {
  /// Runs a machine without a serial log on this process's terminal, until it ends; there, Ctrl-A X ends it at once.
  ///
  /// - Throws: `MachineError`, `SubprocessError` when QEMU fails, `CancellationError` when it was ended for that.
  public static func runOnTerminal(_ configuration: MachineConfiguration) async throws {
    try refuseForeignKVM(configuration)
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let arguments = try configuration.arguments(monitor: folder.path + "/qmp")
    try await Subprocess.runOnTerminal(Command(configuration.architecture.emulator, arguments))
  }
}
