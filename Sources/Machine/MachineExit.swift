/// How a virtual machine ended.
public struct MachineExit: Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The guest switched itself off.
    case poweredOff
    /// The guest restarted, which ends the machine here.
    case reset
    /// The guest's kernel panicked, and could say so.
    case panicked
    /// Someone on this side ended it: `stop()`, or a signal to QEMU.
    case stopped
    /// Reading or writing a disk image failed on the host; with the operation and the cause, and whether that is want of space.
    case diskFailed(String, isFull: Bool = false)
    /// QEMU ended without saying why.
    case died
  }

  public let reason: Reason
  /// QEMU's exit status or signal, in words.
  public let status: String
  /// What QEMU said; mostly nothing.
  public let standardError: String

  public init(reason: Reason, status: String, standardError: String) {
    self.reason = reason
    self.status = status
    self.standardError = standardError
  }

  public var description: String {
    switch reason {
    case .poweredOff: "the guest powered off"
    case .reset: "the guest restarted"
    case .panicked: "the guest's kernel panicked"
    case .stopped: "the machine was stopped"
    case .diskFailed(let cause, _): "a disk of the machine failed on the host: \(cause)"
    case .died: "QEMU died (\(status)): \(standardError.isEmpty ? "it said nothing" : standardError)"
    }
  }
}

extension MachineExit.Reason {
  /// What an event says of the machine's end, or nil; QEMU, docs/interop/qemu-qmp-ref, "ShutdownCause".
  init?(event: QMPEvent) {
    switch event.name {
    case "GUEST_PANICKED": self = .panicked
    case "SHUTDOWN": self.init(cause: event.data["reason"]?.string ?? "")
    // Any other action leaves it to the guest to deal with the error.
    case "BLOCK_IO_ERROR" where event.data["action"]?.string == "stop":
      let operation = event.data["operation"]?.string ?? "access"
      self = .diskFailed(
        "\(operation): \(event.data["reason"]?.string ?? "unknown cause")",
        isFull: event.data["nospace"]?.bool == true)
    default: return nil
    }
  }

  private init?(cause: String) {
    switch cause {
    case "guest-shutdown": self = .poweredOff
    case "guest-reset": self = .reset
    case "guest-panic": self = .panicked
    case let other where other.hasPrefix("host-"): self = .stopped
    default: return nil
    }
  }
}
