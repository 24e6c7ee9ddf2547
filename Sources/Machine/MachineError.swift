/// Why a machine could not be started or asked.
public enum MachineError: Error, Hashable, CustomStringConvertible {
  /// The configuration asks for what cannot be.
  case invalid(String)
  /// No firmware of this host serves; with the descriptors there are, each with what is wrong with it.
  case noFirmware(
    package: String, architecture: Architecture, isSecure: Bool, folders: [String], found: [String])
  /// The program that is a machine's TPM cannot be used; why.
  case noTPM(String)
  /// QEMU ended before its monitor answered; with what it said.
  case didNotStart(status: String, standardError: String)
  /// QEMU runs, but its monitor did not answer in time.
  case monitorSilent(after: Duration, reason: String)
  /// A program answered in a form that is not its own; with the beginning.
  case unexpectedOutput(program: String, text: String)
  /// The bytes of a disk image could not be read.
  case unreadableDisk(path: String, reason: String)

  public var description: String {
    switch self {
    case .invalid(let reason): "cannot start a virtual machine: \(reason)"
    case .noFirmware(let package, let architecture, let isSecure, let folders, let found):
      ([
        "no UEFI firmware for \(architecture.rawValue) \(isSecure ? "with Secure Boot and keys" : "without Secure Boot"): "
          + "install \(package)"
      ]
        + (found.isEmpty ? ["no descriptor is in \(folders.joined(separator: " or "))"] : found))
        .joined(separator: "\n  ")
    case .noTPM(let reason): "no TPM for the virtual machine: \(reason)"
    case .didNotStart(let status, let text):
      "QEMU ended at once (\(status)): \(text.isEmpty ? "it said nothing" : text)"
    case .monitorSilent(let limit, let reason): "QEMU's monitor did not answer within \(limit): \(reason)"
    case .unexpectedOutput(let program, let text): "\(program) answered with what cannot be read: \(text)"
    case .unreadableDisk(let path, let reason): "the disk \(path) cannot be read: \(reason)"
    }
  }
}
