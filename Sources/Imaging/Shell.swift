import Failures
import Files
import Foundation
import Guest
import Images
import Jobs
import Machine
import Planning
import Recipes
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
    _ script: String, in source: ShellSource, onLine: @escaping @Sendable (String) -> Void
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
  public func rescue(_ source: ShellSource) async throws {
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
  public func boot(_ source: ShellSource) async throws {
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
    of source: ShellSource, _ body: (_ disks: [String], _ folder: WorkFolder) async throws -> Value
  ) async throws -> Value {
    for layer in source.layers where try await !store.use(layer) {
      throw BuildError(.changedMeanwhile, "layer \(layer.short) is gone: build it again")
    }
    guard let folder = try store.scratch("shell-\(getpid())") else {
      throw BuildError(.inUse, "\(store.work)/shell-\(getpid()) is locked: try again")
    }
    defer { store.discard(folder) }
    var disks: [String] = []
    for (index, disk) in source.disks.enumerated() {
      let overlay = folder.disk("\(index)")
      if let path = disk.path {
        try await QemuImage().createOverlay(overlay, backing: URL(fileURLWithPath: path).path)
      } else {
        try await QemuImage().create(overlay, size: disk.size)
      }
      disks.append(overlay)
    }
    return try await body(disks, folder)
  }
}

extension Store {
  /// Finds what a shell is to be opened on.
  ///
  /// - Parameter name: a recipe's, of whose last build the last layer is taken; the first digits of a layer's key; or the
  ///   path of an image's descriptor or disk.
  /// - Throws: ``SourceError`` when there is nothing of that name, or more than one thing.
  public func shellSource(_ name: String) throws -> ShellSource {
    if name.contains("/") || name.hasSuffix(".json")
      || ImageFormat.allCases.contains(where: { name.hasSuffix($0.fileEnding) })
    {
      return try ImageFinder(path: name).source()
    }
    guard let key = try lastLayer(of: name) ?? layer(startingWith: name) else {
      let known = Set(presentLayers().compactMap { try? layer($0).record.name.recipe }).union(
        builtAppliances())
      throw SourceError(
        "there is no layer or image '\(name)'",
        advice: "give a path of an image, the first digits of a layer's key, or one of these: "
          + (known.isEmpty ? "(nothing is built yet)" : known.sorted().joined(separator: ", ")))
    }
    let chain = try chain(of: key)
    return ShellSource(
      "layer \(key.short) of \(chain[0].record.name)", folder: "\(layers)/\(key.hex)",
      root: chain[chain.count - 1].record.inputs, layers: chain.map(\.record.key))
  }

  /// The failed build that was kept of a recipe.
  public func failedShellSource(_ recipe: String) throws -> ShellSource {
    guard let failure = keptFailure(of: recipe) else {
      throw SourceError(
        "no failed build of \(recipe) is kept", advice: "build it with 'kiln build \(recipe) --keep-failed'")
    }
    let chain = try failure.parent.map(chain) ?? []
    return ShellSource(
      "failed build of \(failure.record.layer.name)", folder: failure.path,
      root: chain.last?.record.inputs ?? failure.record.layer.inputs, hasSystem: failure.parent != nil,
      layers: chain.map(\.record.key))
  }

  private func lastLayer(of recipe: String) throws -> LayerKey? {
    if let key = previousLayers(of: recipe).last?.key, FileSystem.exists(record(of: key)) { return key }
    return presentLayers().compactMap { try? layer($0) }.filter { $0.record.name.recipe == recipe }
      .max { $0.facts.built < $1.facts.built }?.record.key
  }

  private func layer(startingWith digits: String) throws -> LayerKey? {
    guard digits.count >= 4 else { return nil }
    let found = presentLayers().filter { $0.hex.hasPrefix(digits) }
    guard found.count < 2 else {
      throw SourceError(
        "more than one layer begins with \(digits)", advice: "give more digits of its key")
    }
    return found.first
  }

  /// A layer and all that it is based on, root last.
  private func chain(of key: LayerKey) throws -> [StoredLayer] {
    var chain = [try layer(key)]
    while let parent = chain[chain.count - 1].parent {
      guard !chain.contains(where: { $0.record.key == parent }) else {
        throw StoreDamage(
          fault: "layer \(parent.short) is damaged: its record says that it stands on itself",
          advice: "'kiln store verify' tells of all damage, and the next build makes the layer anew")
      }
      chain.append(try layer(parent))
    }
    return chain
  }
}
