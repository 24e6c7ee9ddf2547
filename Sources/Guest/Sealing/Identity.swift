/// What a package makes up when it is installed, and each machine must have of its own.
struct Identity: Sendable {
  /// What it is, for the log.
  let title: String
  /// Patterns.
  let files: [String]
  /// What is in a file that was made up, one of these; in one that a script wrote on purpose is something else. None: any
  /// file counts.
  var markers: [String] = []
  /// What a file becomes where the package is one that understands it; else it is removed.
  var replacement: Replacement?
  /// How a machine gets its own; nil where the package sees to it.
  var renewal: Renewal?
  /// Nothing is done but to name it.
  var stays = false
  /// Scripts may write such a file themselves, so it is said when one of this layer goes.
  var mayBeOnPurpose = true

  /// Whether a file of these patterns that says this was made up.
  func isMadeUp(_ text: String) -> Bool { markers.isEmpty || markers.contains(where: text.contains) }

  struct Replacement: Sendable {
    let text: String
    /// A pattern: the package's own means.
    let `where`: String
  }

  /// A unit that makes new ones at the first boot.
  struct Renewal: Sendable {
    let name: String
    /// Absolute path in the image.
    let program: String
    /// Of each call.
    let arguments: [String]
    /// Nothing is made while there is such a file.
    let absent: String
    /// Services that must not start before.
    let before: String
    /// Patterns of what makes them already.
    var makers: [String] = []

    var unitName: String { "kiln-\(name).service" }

    /// systemd.service(5)
    var unit: String {
      """
      [Unit]
      Description=Make what the image left to this machine: \(name)
      Before=network.target \(before)
      ConditionPathExistsGlob=!\(absent)

      [Service]
      Type=oneshot
      \(arguments.map { "ExecStart=\(program) \($0)" }.joined(separator: "\n"))

      [Install]
      WantedBy=multi-user.target

      """
    }
  }
}
