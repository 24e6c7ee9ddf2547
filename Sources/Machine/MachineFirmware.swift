public import Files
private import Foundation

/// What a guest starts with before any kernel.
public enum MachineFirmware: Hashable, Sendable {
  /// SeaBIOS, which QEMU brings; there is none for aarch64.
  case bios
  case uefi(UEFIFirmware)
}

/// UEFI firmware in flash memory: the code, and the variables that belong to it.
public struct UEFIFirmware: Hashable, Sendable {
  /// An image of flash memory.
  public struct Flash: Hashable, Sendable {
    public var path: String
    public var format: DiskFormat

    public init(path: String, format: DiskFormat = .raw) {
      self.path = path
      self.format = format
    }
  }

  /// Only read, so machines share it.
  public var code: Flash
  /// A template, until ``forOneMachine(variables:)`` has made a copy: a running machine writes here.
  public var variables: Flash
  /// Whether only itself may write the variables, which takes the processor's system management mode (SMM): else a system could
  /// switch Secure Boot off.
  public var requiresSMM: Bool

  public init(code: Flash, variables: Flash, requiresSMM: Bool = false) {
    self.code = code
    self.variables = variables
    self.requiresSMM = requiresSMM
  }

  /// The same with variables of its own, copied from the template; an earlier copy is replaced.
  ///
  /// - Parameter path: where the copy goes. It may be thrown away with the machine: images are to boot by the removable
  ///   media path, which needs no variable; UEFI specification, section 3.5.1.1.
  /// - Throws: `FileError`.
  public func forOneMachine(variables path: String) throws(FileError) -> UEFIFirmware {
    do {
      try Data(contentsOf: URL(fileURLWithPath: variables.path)).write(to: URL(fileURLWithPath: path))
    } catch {
      throw FileError("cannot make \(path) from \(variables.path)", because: error)
    }
    return UEFIFirmware(
      code: code, variables: Flash(path: path, format: variables.format), requiresSMM: requiresSMM)
  }
}
