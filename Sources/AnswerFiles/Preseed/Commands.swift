import Diagnostics
import Recipes
import Text

/// What runs in the installer besides its own questions: reports to the host, and the commands of the settings.
extension PreseedRenderer {
  /// Installs the reporter and has each stage call it. What the partial answer file and raw lines want run comes last.
  mutating func addEarlyCommand() {
    var parts = [
      "\(write(Self.reporter, to: "/bin/kiln-report")); chmod 755 /bin/kiln-report;",
      #"hook() { mkdir -p "${1%/*}"; { echo '#!/bin/sh'; echo "$2"; } > "$1"; chmod 755 "$1"; };"#,
      Self.watch,
    ].map { Sourced($0, from: .standard) }
    parts += Self.hooks.map { hook($0.file, "kiln-report \($0.phase.rawValue)") } + early
    parts.append(Sourced("kiln-report \(Phase.started.rawValue);", from: .standard))
    addCommand("preseed/early_command", parts + givenCommands("preseed/early_command"))
  }

  /// Ours first, then those of the partial answer file and of raw lines. The first that fails ends the rest, and is named
  /// in the log, which is sent with the report.
  mutating func addLateCommand() {
    let name = "preseed/late_command"
    let start = [
      "set -e; \(NumberedCommand.functions(output: ">> /var/log/syslog"))",
      "\(NumberedCommand.trap(then: "kiln-report \(Phase.failed.rawValue); "));",
      "kiln-report \(Phase.finishing.rawValue);",
    ]
    let numbered = NumberedCommand.numbered(commands + givenCommands(name))
    addCommand(name, start.map { Sourced($0, from: .standard) } + numbered)
  }

  /// An early command that has a later stage of the installer run a command.
  func hook(_ file: String, _ command: String) -> Sourced<String> {
    Sourced("hook \(file) \(shellWord(command));", from: .standard)
  }

  private mutating func addCommand(_ name: String, _ parts: [Sourced<String>]) {
    for part in parts where part.value.contains(#"\n"#) {
      let message =
        #"preseed cannot carry '\n' in a command: it becomes a line end, and what follows is lost"#
      problems.append(Diagnostic(message, from: part.origin))
    }
    preseed.set(Directive(name, "string", parts: parts, from: .standard))
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

  /// Reports a step of the installer that failed: it says so only in its log, and goes back to its menu. The higher
  /// descriptors are debconf's.
  private static let watch =
    #"(tail -f /var/log/syslog | grep -q "Menu item '.*' faile[d]" && kiln-report \#(Phase.failed.rawValue))"#
    + " < /dev/null > /dev/null 2>&1 3>&- 4>&- 5>&- 6>&- &"

  /// Where the installer runs whatever it finds, in the order of an install: before and after partitioning, after
  /// unpacking the base system, and when all is unmounted but the network still up.
  private static let hooks: [(phase: Phase, file: String)] = [
    (.partitioning, "/lib/partman/init.d/00report"),
    (.bootstrapping, "/lib/partman/finish.d/99report"),
    (.configuring, "/usr/lib/base-installer.d/00report"),
    (.finished, "/usr/lib/finish-install.d/96report"),
  ]
}
