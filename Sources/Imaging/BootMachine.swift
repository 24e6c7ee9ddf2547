import Failures
import Families
import Foundation
import Images
import Jobs
import Machine
import Planning
import Storage

/// The machine that a sealed image's descriptor tells of, over throw-away overlays of the image's disks.
struct BootMachine: Sendable {
  let descriptor: Descriptor
  /// What the image is in.
  let images: ImageRepository

  /// Makes the overlays.
  ///
  /// - Parameters:
  ///   - accelerator: of this host; a guest of a foreign architecture is emulated.
  ///   - folder: where overlays go.
  func configuration(
    accelerator: Accelerator, in folder: WorkFolder, serialLog: String
  ) async throws -> MachineConfiguration {
    let architecture = Architecture(descriptor.os.arch)
    var disks: [MachineConfiguration.Disk] = []
    for disk in descriptor.disks {
      let overlay = folder.disk(disk.target)
      if let file = disk.file {
        try await QemuImage().createOverlay(overlay, backing: images.blob(file.digest))
      } else {
        try await QemuImage().create(overlay, size: disk.virtualSize)
      }
      disks.append(MachineConfiguration.Disk(path: overlay))
    }
    let isNative = architecture == Architecture.host
    return MachineConfiguration(
      architecture: architecture, accelerator: isNative ? accelerator : .tcg,
      firmware: try firmware(architecture, in: folder),
      baseline: Family.of(descriptor.os.distribution).baseline(of: descriptor.os.version),
      cpus: descriptor.cpu,
      memory: descriptor.memory << 20, disks: disks, serialLog: serialLog)
  }

  /// With variables that remember nothing: an image must boot by the removable media path.
  private func firmware(_ architecture: Architecture, in folder: WorkFolder) throws -> MachineFirmware {
    guard descriptor.kiln.firmware == .uefi else { return .bios }
    return .uefi(
      try FirmwareSearch().uefi(for: architecture).forOneMachine(variables: folder.disk("efivars.fd")))
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
