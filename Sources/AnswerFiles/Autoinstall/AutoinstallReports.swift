import Recipes

/// What the installer posts to the host: phases, its log, and each of its events.
extension AutoinstallRenderer {
  mutating func addReports() {
    setCommands("early-commands", first: Self.early.map { Sourced($0, from: .standard) })
    let finishing = Sourced("\(Self.report) \(Phase.finishing.rawValue)", from: .standard)
    let finished = Sourced("\(Self.report) \(Phase.finished.rawValue)", from: .standard)
    setCommands("late-commands", first: [finishing] + commands, last: [finished])
    let failed = Sourced("\(Self.report) \(Phase.failed.rawValue)", from: .standard)
    setCommands("error-commands", first: [], last: [failed])
    addEvents()
  }

  /// Each event of the installer goes where phases do: what is none of those is a sign of life to the host. Through a
  /// proxy, which the installer would use here, none would reach it.
  private mutating func addEvents() {
    guard install.proxy == nil else { return }
    let endpoint = AutoinstallValue.text("\(Placeholder.report.rawValue)/phase/event", from: .standard)
    set(
      "reporting", "host",
      to: .map(["type": .text("webhook", from: .standard), "endpoint": endpoint], from: .standard))
  }

  private static let report = "sh /run/kiln-report"

  /// What runs before the installer looks at the disks.
  private static let early = [
    writing(reporter, to: "/run/kiln-report"),
    writing(watcher, to: "/run/kiln-watch"),
    "systemd-run --quiet sh /run/kiln-watch",
    "\(report) \(Phase.started.rawValue)",
  ]

  /// A report that does not arrive is no reason to fail: the host notices the silence. The log goes first, for the host
  /// may end the machine as soon as it knows the end. curl is in every live server; wget is not.
  private static let reporter = [
    "post() { curl -s --noproxy '*' --retry 3 -m 60 -o /dev/null -X POST \"$@\" || true; }",
    "case $1 in \(Phase.finished.rawValue)|\(Phase.failed.rawValue))",
    "journalctl -b | post --data-binary @- \(Placeholder.report.rawValue)/log;;",
    "esac",
    "post -d '' \(Placeholder.report.rawValue)/phase/$1",
  ]

  /// Follows what the installer says of its steps (subiquity/server/server.py and controllers/install.py).
  private static let watcher =
    ["journalctl -b -f -o cat SUBIQUITY_EVENT_TYPE=start | while read -r line; do", "case $line in"]
    + steps.map { "*'curtin install \($0.step) step') sh /run/kiln-report \($0.phase.rawValue);;" }
    + ["esac", "done"]

  private static let steps: [(step: String, phase: Phase)] = [
    ("partitioning", .partitioning), ("extract", .bootstrapping), ("curthooks", .configuring),
  ]
}
