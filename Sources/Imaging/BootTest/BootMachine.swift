import Failures
import Foundation
import Jobs
import Machine
import Planning
import Storage

/// The machine that a sealed image's descriptor tells of, over throw-away overlays of the image's disks.
struct BootMachine: Sendable {
  let descriptor: Descriptor
  /// The folder that the image is in.
  let images: String

  /// Makes the overlays.
  ///
  /// - Parameters:
  ///   - accelerator: of this host; a guest of a foreign architecture is emulated.
  ///   - folder: where overlays go.
  func configuration(
    accelerator: Accelerator, in folder: WorkFolder, serialLog: String
  ) async throws -> MachineConfiguration {
    guard let architecture = Architecture(rawValue: descriptor.os.arch) else {
      throw BuildError.foreignArchitecture(descriptor.os.arch)
    }
    var disks: [MachineConfiguration.Disk] = []
    for disk in descriptor.disks {
      let overlay = folder.disk("\(disk.target).qcow2")
      if let file = disk.file {
        let backing = URL(fileURLWithPath: "\(images)/\(file.path)").standardizedFileURL.path
        try await QemuImage().createOverlay(overlay, backing: backing)
      } else {
        try await QemuImage().create(overlay, size: disk.virtualSize)
      }
      disks.append(MachineConfiguration.Disk(path: overlay))
    }
    let isNative = architecture == Architecture.host
    return MachineConfiguration(
      architecture: architecture, accelerator: isNative ? accelerator : .tcg,
      firmware: try firmware(architecture, in: folder),
      baseline: .init(distribution: descriptor.os.distribution, release: descriptor.os.version),
      cpus: descriptor.cpu,
      memory: descriptor.memory << 20, disks: disks, serialLog: serialLog)
  }

  /// With variables that remember nothing: an image must boot by the removable media path.
  private func firmware(_ architecture: Architecture, in folder: WorkFolder) throws -> Firmware {
    guard descriptor.kiln.firmware == "uefi" else { return .bios }
    return .uefi(
      try FirmwareSearch().uefi(for: architecture).forOneMachine(variables: folder.disk("efivars.fd")))
  }
}
