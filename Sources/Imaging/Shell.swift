import Failures
import Files
import Foundation
import Guest
import Jobs
import Machine
import Storage
import Subprocess

/// Opens the disks of a layer or an image to look into them: all that is written goes to overlays, and away with them.
public struct Shell: Sendable {
  private let store: Store
  private let host: BuildHost

  public init(store: Store, host: BuildHost) {
    self.store = store
    self.host = host
  }

  /// Runs a script for `/bin/sh` in the system, as root, as the steps of a build are run.
  ///
  /// - Returns: its exit status.
  /// - Throws: `BuildError`, `GuestError`, `CancellationError`.
  public func run(
    _ script: String, in source: ImageSource, onLine: @escaping @Sendable (String) -> Void
  ) async throws -> Int32 {
    guard source.machine.architecture == Architecture.host else {
      throw BuildError.foreignArchitecture(source.machine.architecture.rawValue)
    }
    return try await withOverlays(of: source) { disks, _ in
      let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
      let session = try await GuestSession.open(
        disks: disks.map { GuestDisk(path: $0, format: .qcow2) }, settings: settings)
      try await session.mountSystem()
      let outcome = try await session.run(GuestCommand(script), onLine: onLine)
      await session.abandon()
      return outcome.status ?? 1
    }
  }

  /// Opens libguestfs' rescue shell on this process's terminal, with the system mounted at `/sysroot`; virt-rescue(1).
  public func rescue(_ source: ImageSource) async throws {
    try await withOverlays(of: source) { disks, _ in
      var command = Command("virt-rescue", ["--format=qcow2"] + disks.flatMap { ["-a", $0] })
      if source.hasSystem { command.arguments.append("-i") }
      command.environment["LIBGUESTFS_BACKEND"] = "direct"
      if try await host.accelerator() == .tcg {
        command.environment["LIBGUESTFS_BACKEND_SETTINGS"] = "force_tcg"
      }
      try await runOnTerminal(command)
    }
  }

  /// Boots the disks, with the first serial port on this process's terminal, until the machine is off.
  public func boot(_ source: ImageSource) async throws {
    try await withOverlays(of: source) { disks, folder in
      let machine = source.machine
      let isNative = machine.architecture == Architecture.host
      let firmware: MachineFirmware =
        machine.isUEFI || machine.architecture == .aarch64
        ? .uefi(
          try FirmwareSearch().uefi(for: machine.architecture)
            .forOneMachine(variables: "\(folder.path)/efivars.fd")) : .bios
      try await VirtualMachine.runOnTerminal(
        MachineConfiguration(
          architecture: machine.architecture, accelerator: isNative ? try await host.accelerator() : .tcg,
          firmware: firmware, baseline: machine.baseline, cpus: machine.cpus, memory: machine.memory,
          disks: disks.map { MachineConfiguration.Disk(path: $0) }, serialLog: nil))
    }
  }

  /// The folder is work like that of a build: whatever becomes of this process, the next build removes it.
  private func withOverlays<Value: Sendable>(
    of source: ImageSource, _ body: (_ disks: [String], _ folder: WorkFolder) async throws -> Value
  ) async throws -> Value {
    for layer in source.layers where try await !store.layers.use(layer) {
      throw BuildError(.changedMeanwhile, "layer \(layer.short) is gone: build it again")
    }
    let use = try await source.use(in: store)
    defer { withExtendedLifetime(use) {} }
    guard let folder = try store.scratch("shell-\(getpid())") else {
      throw BuildError(.inUse, "\(store.work)/shell-\(getpid()) is locked: try again")
    }
    defer { folder.discard() }
    var disks: [String] = []
    for (index, disk) in try await source.unpacked(in: folder.path).disks.enumerated() {
      let overlay = folder.disk("\(index)")
      if let path = disk.path {
        try await QemuImage().createOverlay(overlay, backing: path, backingFormat: disk.format)
      } else {
        try await QemuImage().create(overlay, size: disk.size)
      }
      disks.append(overlay)
    }
    return try await body(disks, folder)
  }
}
