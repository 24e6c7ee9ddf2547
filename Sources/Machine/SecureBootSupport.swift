internal import Subprocess

/// What a host needs to run machines with Secure Boot.
public enum SecureBootSupport {
  /// - Throws: `MachineError` that names what is missing, with the package that has it.
  public static func check(
    _ architecture: Architecture = .x86_64, firmware: FirmwareSearch = FirmwareSearch()
  ) throws(MachineError) {
    _ = try firmware.uefi(for: architecture, isSecure: true)
    try TPMEmulator.check()
  }
}
