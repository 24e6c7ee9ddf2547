import Failures
import Files
import Machine
import Recipes
import Storage

/// The virtual machine that an appliance is installed in: its disks and firmware are the appliance's own.
struct InstallMachine: Sendable {
  private let appliance: Appliance
  private let program: Installer.Program
  private let architecture: Architecture
  /// Its variables are a template.
  private let firmware: UEFIFirmware?

  /// - Throws: `BuildError`, or `MachineError` when this host lacks the firmware: before anything
  ///   is downloaded.
  init(_ appliance: Appliance, _ program: Installer.Program) throws {
    self.appliance = appliance
    self.program = program
    architecture = try Architecture(of: appliance.system)
    firmware =
      switch appliance.hardware.firmware {
      case .bios: nil
      // The installer's kernel is handed to QEMU, where no shim vouches for it: Secure Boot comes when the disk is booted.
      case .uefi, .uefiSecure: try FirmwareSearch().uefi(for: architecture)
      }
  }

  /// Makes the empty disks, and tells the machine to start.
  func configuration(
    accelerator: Accelerator, media: InstallMedia.Ready, arguments: [String],
    services: [MachineConfiguration.Service], in folder: WorkFolder, serialLog: String
  ) async throws -> MachineConfiguration {
    let hardware = appliance.hardware
    for disk in hardware.disks {
      try await QemuImage().create(folder.disk(hardware.layerFile(of: disk)), size: disk.size)
    }
    let own = try firmware?.forOneMachine(variables: variables(in: folder))
    return MachineConfiguration(
      architecture: architecture, accelerator: accelerator, firmware: own.map(MachineFirmware.uefi) ?? .bios,
      baseline: appliance.system.family.baseline(of: appliance.system.release),
      cpus: 2, memory: program.memory,
      kernel: MachineConfiguration.Kernel(
        image: media.kernel, initrd: media.initrd, commandLine: arguments.joined(separator: " ")),
      disks: hardware.disks.map { MachineConfiguration.Disk(path: folder.disk(hardware.layerFile(of: $0))) },
      cdroms: media.cdroms, network: .init(services: services), serialLog: serialLog)
  }

  /// Removes what is not part of the layer: the disks must boot without it.
  func discardVariables(in folder: WorkFolder) throws {
    try FileSystem.remove(variables(in: folder))
  }

  private func variables(in folder: WorkFolder) -> String { "\(folder.path)/efivars.fd" }
}
