/// A shell script to run inside an image as root.
public struct GuestCommand: Sendable {
  /// For `/bin/sh`.
  public var script: String
  public var environment: [String: String]
  /// Environment too, but never shown nor written to the image.
  public var secrets: [String: String]
  /// How long it may take; nil is for ever.
  public var limit: Duration?

  public init(
    _ script: String, environment: [String: String] = [:], secrets: [String: String] = [:],
    limit: Duration? = nil
  ) {
    self.script = script
    self.environment = environment
    self.secrets = secrets
    self.limit = limit
  }

  /// What a command finds in its environment unless it is given otherwise: no questions, no daemons, plain English.
  static let standardEnvironment = [
    "DEBIAN_FRONTEND": "noninteractive", "HOME": "/root", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "SYSTEMD_OFFLINE": "1",
    "TERM": "dumb",
  ]

  /// The script with its environment, all output to the channel, and its exit status as the channel's last line.
  func wrapped(marker: String) -> String {
    let variables = Self.standardEnvironment.merging(environment) { $1 }.merging(secrets) { $1 }
    let exports = variables.sorted { $0.key < $1.key }.map { "export \($0.key)=\(shellQuoted($0.value))" }
    return """
      exec < /dev/null > /dev/virtio-ports/\(OutputChannel.port) 2>&1
      cd /
      (
      \(exports.joined(separator: "\n"))
      \(script)
      )
      printf '\\n%s%d\\n' \(shellQuoted(marker)) $?
      """
  }
}

/// A word that a shell takes as it is.
public func shellQuoted(_ word: String) -> String {
  "'" + word.replacing("'", with: "'\\''") + "'"
}

/// How a command ended.
public struct GuestOutcome: Hashable, Sendable {
  /// nil when it was ended because its time was over.
  public var status: Int32?
  public var lastLines: [String]

  public var isSuccess: Bool { status == 0 }

  /// `exit status 3`, or `ended, because its time was over`.
  public var description: String {
    status.map { "exit status \($0)" } ?? "ended, because its time was over"
  }
}
