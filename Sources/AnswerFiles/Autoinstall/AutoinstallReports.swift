import Recipes

/// What is run in the installer besides its own steps: reports to the host, and the script that finishes the new system.
extension AutoinstallRenderer {
  mutating func addReports() {
    setCommands("early-commands", first: Self.early)
    setCommands(
      "late-commands", first: [Self.report(.finishing)] + finishing, last: [Self.report(.finished)])
    setCommands("error-commands", first: [], last: [Self.report(.failed)])
    addEvents()
  }

  private var finishing: [AutoinstallValue] {
    [
      Self.writing(script.lines, to: "/target/root/setup.sh"),
      .text("curtin in-target --target=/target -- sh /root/setup.sh", from: .standard),
      .text("rm /target/root/setup.sh", from: .standard),
    ]
  }

  /// Each event of the installer goes where phases do: what is none of those is a sign of life to the host. Through a
  /// proxy, which the installer would use here, none would reach it.
  private mutating func addEvents() {
    let proxy = raw["proxy"] ?? given("proxy")
    guard proxy.map({ $0.kinds == ["null"] || $0.text == "" }) ?? true else { return }
    let endpoint = AutoinstallValue.text("\(Placeholder.report.rawValue)/phase/event", from: .standard)
    set(
      "reporting", "host",
      to: .map(["type": .text("webhook", from: .standard), "endpoint": endpoint], from: .standard))
  }

  /// What runs before the installer looks at the disks.
  private static var early: [AutoinstallValue] {
    [
      writing(lines(reporter), to: "/run/kiln-report"),
      writing(lines(watcher), to: "/run/kiln-watch"),
      .text("systemd-run --quiet sh /run/kiln-watch", from: .standard),
      report(.started),
    ]
  }

  private static func report(_ phase: Phase) -> AutoinstallValue {
    .text("sh /run/kiln-report \(phase.rawValue)", from: .standard)
  }

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

  private static func lines(_ texts: [String]) -> [AnswerFile.Line] {
    texts.map { AnswerFile.Line($0, from: .standard) }
  }

  /// A command that writes lines to a file, whatever they contain.
  private static func writing(_ lines: [AnswerFile.Line], to file: String) -> AutoinstallValue {
    var end = "END"
    while lines.contains(where: { $0.text.contains(end) }) { end += "_" }
    return .script(
      [AnswerFile.Line("cat > \(file) <<'\(end)'", from: .standard)] + lines
        + [AnswerFile.Line(end, from: .standard)])
  }
}
