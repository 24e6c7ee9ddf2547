import Recipes

/// What runs in the installer besides its own questions: reports to the host, and the commands of the settings.
extension PreseedRenderer {
  /// Installs the reporter and has each stage call it.
  mutating func addReports() {
    let reporter = "/bin/kiln-report"
    var early = [
      "\(write(Self.reporter, to: reporter)); chmod 755 \(reporter);",
      "hook() { mkdir -p \"${2%/*}\"; printf '%s\\n' '#!/bin/sh' \"kiln-report $1\" > \"$2\"; chmod 755 \"$2\"; };",
    ]
    early += Self.hooks.map { "hook \($0.phase.rawValue) \($0.file);" }
    early.append("kiln-report \(Phase.started.rawValue);")
    addCommand("preseed/early_command", early.map { Sourced($0, from: .standard) })
  }

  /// Ours first, then those of the partial answer file and of raw lines. The first that fails ends the rest.
  mutating func addCommands() {
    let start = [
      "set -e; trap '[ $? = 0 ] || kiln-report \(Phase.failed.rawValue)' EXIT;",
      "kiln-report \(Phase.finishing.rawValue);",
    ]
    addCommand("preseed/late_command", start.map { Sourced($0, from: .standard) } + commands)
  }

  private mutating func addCommand(_ name: String, _ parts: [Sourced<String>]) {
    preseed.set(Directive(name, "string", parts: parts + givenCommands(name), from: .standard))
  }

  /// A report that does not arrive is no reason to fail: the host notices the silence. The log goes first, for the host
  /// may end the machine as soon as it knows the end.
  private static let reporter = [
    "#!/bin/sh",
    "post() { wget -q --no-proxy -t 3 -T 30 -O /dev/null \"$@\" || true; }",
    "case $1 in \(Phase.finished.rawValue)|\(Phase.failed.rawValue))"
      + " post --post-file=/var/log/syslog \(Placeholder.report.rawValue)/log;; esac",
    "post --post-data= \(Placeholder.report.rawValue)/phase/$1",
  ]

  /// Where the installer runs whatever it finds, in the order of an install: before and after partitioning, after
  /// unpacking the base system, and when all is unmounted but the network still up.
  private static let hooks: [(phase: Phase, file: String)] = [
    (.partitioning, "/lib/partman/init.d/00report"),
    (.bootstrapping, "/lib/partman/finish.d/99report"),
    (.configuring, "/usr/lib/base-installer.d/00report"),
    (.finished, "/usr/lib/finish-install.d/96report"),
  ]
}
