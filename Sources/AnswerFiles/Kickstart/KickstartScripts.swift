import Recipes
import Text

/// What runs in the installer besides its own commands: reports to the host, and the commands of the settings.
extension KickstartRenderer {
  /// Ours first, then the sections of the partial answer file and of raw lines.
  mutating func addScripts() {
    var sections = [
      KickstartSection("%pre", [], lines(Self.reporter + [report(.started), report(.partitioning)])),
      KickstartSection("%pre-install", [], lines([report(.bootstrapping)])),
      KickstartSection("%onerror", [], lines([report(.failed)])),
      KickstartSection("%post", ["--nochroot"], lines([report(.finishing)])),
    ]
    // Anaconda keeps what a script prints in a file of its own, which is sent with the report.
    let start = ["set -e", NumberedCommand.functions(output: ">&2"), NumberedCommand.trap()]
    let numbered = NumberedCommand.numbered(checks + commands)
    sections.append(KickstartSection("%post", ["--erroronfail"], lines(start) + numbered))
    kickstart.add(sections)
  }

  /// What Anaconda passes over: a zone that it does not know is UTC to it.
  private var checks: [Sourced<String>] {
    let zone = install.timezone
    let file = shellWord("/usr/share/zoneinfo/\(zone.value)")
    let message = shellWord(SetupScript.noTimezone(zone.value))
    return [Sourced("test -f \(file) || fail \(message)", from: zone.origin)]
  }

  /// The last section of all: Anaconda unmounts the system after it.
  mutating func addLastReport() {
    let section = KickstartSection("%post", ["--nochroot"], lines([report(.finished)]))
    kickstart.entries.append(.section(section))
  }

  private func lines(_ lines: [String]) -> [Sourced<String>] { lines.map { Sourced($0, from: .standard) } }

  private func report(_ phase: Phase) -> String { "/tmp/kiln-report \(phase.rawValue)" }

  /// A report that does not arrive is no reason to fail: the host notices the silence. The log goes first, for the host
  /// may end the machine as soon as it knows the end. `--noproxy`: the host is reached directly.
  private static let reporter = [
    "cat > /tmp/kiln-report <<'EOF'",
    "#!/bin/sh",
    "post() { curl -sS --noproxy '*' --retry 3 --max-time 30 -o /dev/null \"$@\" || true; }",
    "logs=/tmp/anaconda.log",
    "[ $1 = \(Phase.failed.rawValue) ] && logs=\"$logs /tmp/program.log /tmp/ks-script-*.log\"",
    "case $1 in \(Phase.finished.rawValue)|\(Phase.failed.rawValue))",
    "  cat $logs > /tmp/kiln-log 2> /dev/null",
    "  post --data-binary @/tmp/kiln-log \(Placeholder.report.rawValue)/log",
    "esac",
    "post --data '' \(Placeholder.report.rawValue)/phase/$1",
    "EOF",
    "chmod 755 /tmp/kiln-report",
  ]
}
