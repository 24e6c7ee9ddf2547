import Glibc

/// Why something could not be done with a guest's disks.
public enum GuestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The appliance did not start; `console` holds its last lines, QEMU's own message among them.
  case launch(reason: String, console: [String])
  /// A libguestfs call failed; `reason` is the library's own text, `code` the number that goes with it (errno(3)), of this
  /// host's system or the appliance's, where there is one.
  case call(name: String, subject: String, reason: String, code: Int32? = nil)
  /// The work took longer than allowed and QEMU was ended, so the session is of no further use.
  case timedOut(what: String, limit: Duration)
  /// The session was closed, or its QEMU ended.
  case closed
  /// No operating system, or more than one, was found on the disks.
  case operatingSystems(found: [String])
  /// A path inside the guest that cannot be written to as asked.
  case path(String, reason: String)
  /// A user or group that the guest's account files do not name.
  case unknownAccount(String, file: String)
  /// A command that cannot be started as asked.
  case command(reason: String)
  /// The channel that carries a command's output could not be set up or broke; `code` is errno(3), where this host's system
  /// refused.
  case channel(reason: String, code: Int32? = nil)
  /// Accounts that could log in with a password.
  case unlockedPasswords(users: [String])

  public var description: String {
    switch self {
    case .launch(let reason, let console):
      Self.text("the libguestfs appliance did not start: \(reason)", lines: console)
    case .call(let name, let subject, let reason, _):
      "libguestfs \(name)\(subject.isEmpty ? "" : " \(subject)"): \(reason)"
    case .timedOut(let what, let limit):
      "\(what) took longer than \(limit) and was ended"
    case .closed:
      "the guest session is closed"
    case .operatingSystems(let found) where found.isEmpty:
      "no operating system found on the disks: is it an installed system with /etc/fstab?"
    case .operatingSystems(let found):
      "more than one operating system found (\(found.joined(separator: ", "))), and no boot loader, fstab or default subvolume"
        + " says which is meant: give only one system's disks, or take the others off them"
    case .path(let path, let reason):
      "\(path) in the guest: \(reason)"
    case .unknownAccount(let name, let file):
      "the guest's \(file) has no '\(name)': create it in an earlier step, or give a number"
    case .command(let reason):
      "the command cannot be run: \(reason)"
    case .channel(let reason, _):
      "the channel for commands: \(reason)"
    case .unlockedPasswords(let users):
      "password not locked in /etc/shadow: \(users.joined(separator: ", ")); lock with 'passwd -l' in a step"
    }
  }

  private static func text(_ head: String, lines: [String]) -> String {
    ([head] + lines.map { "  \($0)" }).joined(separator: "\n")
  }
}

extension GuestError {
  /// A call of this host's own that failed with `code`, errno(3).
  static func system(_ name: String, _ code: Int32) -> GuestError {
    .call(name: name, subject: "", reason: String(cString: strerror(code)), code: code)
  }
}
