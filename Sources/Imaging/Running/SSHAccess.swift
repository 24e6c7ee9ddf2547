import Failures
import Files
import Foundation
import Subprocess
import Text

/// A way to log in to a machine that was started for a while, with a key that only it knows; ssh(1).
struct SSHAccess: Sendable {
  /// Of 127.0.0.1, leading to the guest's port 22.
  let port: UInt16
  let user: String
  /// Has the key, and the host keys that were seen; for this user alone.
  let folder: String

  private var key: String { "\(folder)/key" }

  /// Makes a key.
  ///
  /// - Parameter folder: made; there must be none.
  /// - Throws: `FileError`, `SubprocessError`.
  init(port: UInt16, user: String, folder: String) async throws {
    self.init(port: port, user: user, existing: folder)
    try FileSystem.makePrivateFolder(folder)
    try await checked(
      Command("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "kiln-run", "-f", key]))
  }

  /// - Parameter folder: has a key.
  init(port: UInt16, user: String, existing folder: String) {
    self.port = port
    self.user = user
    self.folder = folder
  }

  /// A line for `authorized_keys`.
  func authorizedKey() throws -> String {
    guard let data = FileManager.default.contents(atPath: "\(key).pub") else {
      throw FileError.system("cannot read \(key).pub", "\(key).pub")
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Neither the user's settings nor keys nor known hosts have a part in it. A new machine's host key is unknown to everyone; once
  /// seen, it must stay.
  private var arguments: [String] {
    let options = [
      "User=\(user)", "IdentityFile=\(Self.quoted(key))", "IdentitiesOnly=yes", "IdentityAgent=none",
      "PreferredAuthentications=publickey", "PasswordAuthentication=no", "KbdInteractiveAuthentication=no",
      "UserKnownHostsFile=\(Self.quoted("\(folder)/known_hosts"))", "GlobalKnownHostsFile=/dev/null",
      "StrictHostKeyChecking=accept-new", "UpdateHostKeys=no", "LogLevel=ERROR",
      // An emulated guest takes seconds to agree on keys.
      "ConnectTimeout=60", "ServerAliveInterval=15", "ServerAliveCountMax=20",
    ]
    return ["-F", "none", "-p", "\(port)"] + options.flatMap { ["-o", $0] }
  }

  /// A path as ssh_config(5) takes it, with nothing in it that stands for something else.
  private static func quoted(_ path: String) -> String {
    "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%") + "\""
  }

  /// A shell on this process's terminal.
  var shell: Command { Command("ssh", arguments + ["-t", "127.0.0.1"]) }

  /// A script for `/bin/sh`, without input; ends with its exit status, or with 255 where there is no connection.
  ///
  /// - Throws: `BuildError` for one that is longer than an argument may be.
  func command(_ script: String) throws -> Command {
    // MAX_ARG_STRLEN in execve(2), here and in the guest; quotes take some.
    let line = "exec /bin/sh -c \(shellWord(script))"
    guard line.utf8.count < 128 << 10 else {
      throw BuildError(.unknown, "a script of over 128 KiB cannot be run over SSH")
    }
    return Command("ssh", arguments + ["-n", "-T", "-o", "BatchMode=yes", "127.0.0.1", line])
  }

  /// Runs a script in the guest.
  ///
  /// - Parameter onLine: called with each line that it prints, on either stream.
  /// - Returns: any exit status; 255 may be that of ssh itself.
  /// - Throws: `SubprocessError` when ssh cannot be started or the deadline passes; `CancellationError`.
  func run(
    _ script: String, limits: Limits = Limits(), onLine: (@Sendable (String) -> Void)? = nil
  ) async throws -> ProcessResult {
    try await Subprocess.run(try command(script), limits: limits, onOutput: onLine)
  }

  /// The same for a script of any length, which the shell reads as it goes: what it starts must have another input.
  func run(
    input script: String, limits: Limits = Limits(), onLine: (@Sendable (String) -> Void)? = nil
  ) async throws -> ProcessResult {
    let words = ["-T", "-o", "BatchMode=yes", "127.0.0.1", "exec /bin/sh -s"]
    return try await Subprocess.run(
      Command("ssh", arguments + words), input: Data(script.utf8), limits: limits, onOutput: onLine)
  }
}
