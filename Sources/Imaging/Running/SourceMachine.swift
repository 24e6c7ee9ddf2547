import Failures
import Families
import Files
import Foundation
import Images
import Machine
import Recipes
import Storage

extension ImageSource {
  /// The machine that the disks are described for, over overlays of them: whatever it does, the disks stay as they are.
  ///
  /// - Parameters:
  ///   - accelerator: of this host; a guest of a foreign architecture is emulated.
  ///   - kept: copies of the disks that the machine is to have instead.
  ///   - firmware: nil for the one that they are described for.
  ///   - folder: where overlays go, a firmware's variables, and what a TPM remembers.
  func machine(
    accelerator: Accelerator, disks kept: [String]? = nil, firmware: Hardware.Firmware? = nil,
    in folder: WorkFolder, serialLog: String
  ) async throws -> MachineConfiguration {
    let paths = if let kept { kept } else { try await overlays(in: folder) }
    let wanted = firmware ?? machine.firmware
    var configuration = MachineConfiguration(
      architecture: machine.architecture,
      accelerator: machine.architecture == Architecture.host ? accelerator : .tcg,
      firmware: try self.firmware(wanted, in: folder), baseline: machine.baseline,
      cpus: machine.cpus,
      memory: machine.memory,
      disks: paths.map { MachineConfiguration.Disk(path: $0, isDurable: kept != nil) },
      serialLog: serialLog)
    if wanted == .uefiSecure {
      let state = folder.disk("tpm")
      try FileSystem.makePrivateFolder(state)
      configuration.tpmState = state
    }
    return configuration
  }

  /// Makes overlays of the disks, and removes them in the end.
  ///
  /// - Parameter purpose: tells the folder from those of other uses in this process.
  func withOverlays<Value: Sendable>(
    of store: Store, for purpose: String, _ body: (_ disks: [String]) async throws -> Value
  ) async throws -> Value {
    try await using(store, for: purpose) { try await body(try await $0.overlays(in: $1)) }
  }

  /// Makes an overlay of each disk, in the machine's order, and an empty disk for each without a file.
  ///
  /// - Returns: their paths; all are qcow2.
  func overlays(in folder: WorkFolder) async throws -> [String] {
    var overlays: [String] = []
    for (index, disk) in disks.enumerated() {
      let overlay = folder.disk("disk\(index).qcow2")
      if let path = disk.path {
        // Where the size is given, qemu-img does not open the disk to find it.
        try await QemuImage().createOverlay(
          overlay, backing: path, backingFormat: disk.format, size: try await examined(disk, at: path))
      } else {
        try await QemuImage().create(overlay, size: disk.size)
      }
      overlays.append(overlay)
    }
    return overlays
  }

  /// Whether its disks may be hostile: they were not made here.
  var isForeign: Bool { layers.isEmpty && build == nil }

  /// Makes sure that QEMU may open a disk: a file from elsewhere, whatever a descriptor beside it says, must be of its format and name
  /// no other file.
  ///
  /// - Returns: bytes that a guest sees of it; nil for a disk that was made here.
  /// - Throws: `UnusableImage`.
  func examined(_ disk: Disk, at path: String) async throws -> UInt64? {
    isForeign ? try await ForeignDisk.examine(path, as: disk.format).virtualSize : nil
  }

  /// With variables that remember nothing: an image must boot by the removable media path.
  private func firmware(_ firmware: Hardware.Firmware, in folder: WorkFolder) throws -> MachineFirmware {
    guard firmware.isUEFI || machine.architecture == .aarch64 else { return .bios }
    return .uefi(
      try FirmwareSearch().uefi(for: machine.architecture, isSecure: firmware == .uefiSecure)
        .forOneMachine(variables: folder.disk("efivars.fd")))
  }

  /// Holds all that the disks stand on for as long as the body runs. Hands it the same with disks that can be opened, and a folder
  /// for what is thrown away afterwards.
  ///
  /// The folder is work like that of a build: whatever becomes of this process, the next build removes it.
  ///
  /// - Parameter purpose: what the folder's name begins with.
  func using<Value: Sendable>(
    _ store: Store, for purpose: String, _ body: (ImageSource, WorkFolder) async throws -> Value
  ) async throws -> Value {
    for layer in layers where try await !store.layers.use(layer) {
      throw BuildError(.changedMeanwhile, "layer \(layer.short) is gone: build it again")
    }
    let use = try await use(in: store)
    defer { withExtendedLifetime(use) {} }
    // This process may look into several images at once.
    let name = "\(purpose)-\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
    guard let folder = try store.scratch(name) else {
      throw BuildError(.inUse, "\(store.work)/\(name) is locked: try again")
    }
    defer { folder.discard() }
    return try await body(try await unpacked(in: folder.path), folder)
  }
}

extension Architecture {
  /// - Parameter described: as a descriptor has it.
  public init(_ described: Descriptor.System.Architecture) {
    switch described {
    case .x86_64: self = .x86_64
    case .aarch64: self = .aarch64
    }
  }
}
