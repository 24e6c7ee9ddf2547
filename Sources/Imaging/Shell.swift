import Failures
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
    return try await source.withOverlays(of: store, for: "shell") { disks in
      let settings = GuestSettings(forcesTCG: try await host.accelerator() == .tcg)
      let session = try await GuestSession.open(
        disks: disks.map { GuestDisk(path: $0, format: .qcow2) }, settings: settings)
      let limit = ReadingLimits(source).mounting(isEmulated: settings.forcesTCG)
      do {
        try await session.within(limit, "looking for a system on the disks") { _ = try $0.mountSystem() }
      } catch {
        await session.abandon()
        throw error
      }
      let outcome = try await session.run(GuestCommand(script), onLine: onLine)
      await session.abandon()
      return outcome.status ?? 1
    }
  }

  /// Opens libguestfs' rescue shell on this process's terminal, with the system mounted at `/sysroot`; virt-rescue(1).
  public func rescue(_ source: ImageSource) async throws {
    try await source.withOverlays(of: store, for: "shell") { disks in
      var command = Command("virt-rescue", ["--format=qcow2"] + disks.flatMap { ["-a", $0] })
      if source.hasSystem { command.arguments.append("-i") }
      command.environment["LIBGUESTFS_BACKEND"] = "direct"
      if try await host.accelerator() == .tcg {
        command.environment["LIBGUESTFS_BACKEND_SETTINGS"] = "force_tcg"
      }
      try await runOnTerminal(command)
    }
  }
}
