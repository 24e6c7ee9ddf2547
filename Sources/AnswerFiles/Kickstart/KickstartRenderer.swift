import Diagnostics
import Recipes
import YAML

/// Renders an appliance's settings for Anaconda; each extension in this folder adds what it owns.
///
/// A command takes the place of those of its name in the partial answer file, but for options that it does not give, and stands
/// after the others when there is none (``KickstartMerging``). Packages follow those of its first `%packages`. What Anaconda has no
/// command for is done in a `%post` section that runs before its sections, which are kept. Raw lines come last and win; only the
/// end of the install, which nothing changes, and the report of it follow them.
struct KickstartRenderer {
  let appliance: Appliance
  let program: Installer.Program
  let version: KickstartVersion
  /// The file so far.
  var kickstart = Kickstart()
  /// Shell commands for the end, run in the new system; each may have several lines.
  var commands: [Sourced<String>] = []
  var packages: [String] = []
  var problems: [Diagnostic] = []
  var warnings: [Diagnostic] = []

  var install: InstallSettings { appliance.install }

  init(_ appliance: Appliance, _ program: Installer.Program) throws(Diagnostics) {
    self.program = program
    guard let version = KickstartVersion(appliance.system) else {
      let message =
        "kickstart is known for RHEL 7 to 10, what is made from them, and Fedora from 41 on, not for"
        + " \(appliance.system.distribution) \(appliance.system.release)"
      throw Diagnostics(Diagnostic(message, from: .standard))
    }
    self.appliance = appliance
    self.version = version
  }

  func render() throws(Diagnostics) -> AnswerFile {
    var renderer = self
    renderer.readPartialAnswers()
    renderer.addSystem()
    renderer.addSource()
    renderer.addStorage()
    renderer.addBoot()
    renderer.addAccounts()
    renderer.addNetwork()
    renderer.addPackages()
    renderer.addScripts()
    renderer.addRawLines()
    renderer.addEnd()
    renderer.addLastReport()
    if let found = Diagnostics(renderer.problems) { throw found }
    return AnswerFile(
      name: "ks.cfg", lines: renderer.kickstart.lines, bootArguments: renderer.bootArguments,
      packages: renderer.packages, warnings: renderer.warnings)
  }

  /// Has shell commands run in the new system at the end. One that fails ends the install.
  mutating func run(_ command: String, from origin: Origin) {
    commands.append(Sourced(command, from: origin))
  }

  /// Has a file written in the new system at the end, in folders that are made as needed.
  mutating func write(_ lines: [String], to path: String, mode: String = "644", from origin: Origin) {
    if lines.contains(where: { $0 == "EOF" || KickstartParser.mark(in: $0) != nil }) {
      let message = "kickstart cannot carry a line 'EOF', or one that begins with '%', into '\(path)'"
      problems.append(Diagnostic(message, from: origin))
    }
    let text =
      ["mkdir -p \(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))"]
      + ["cat > \(path) <<'EOF'"] + lines + ["EOF", "chmod \(mode) \(path)"]
    run(text.joined(separator: "\n"), from: origin)
  }

  private mutating func readPartialAnswers() {
    guard let partial = program.answers else { return }
    let reading = KickstartParser.parse(partial.text, version, &problems) {
      .answers(Location(file: partial.path, line: $0, column: $1))
    }
    kickstart = reading.kickstart
    warnings += reading.warnings
    review(kickstart)
  }

  /// Raw lines are read as one text: a section may take several of them.
  private mutating func addRawLines() {
    let lines = install.raw.flatMap { raw in
      raw.value.split(separator: "\n", omittingEmptySubsequences: false).map { Sourced($0, from: raw.origin) }
    }
    let text = lines.map { $0.value + "\n" }.joined()
    let raw = KickstartParser.parse(text, version, &problems) { line, _ in
      lines.indices.contains(line - 1) ? lines[line - 1].origin : .standard
    }
    warnings += raw.warnings
    review(raw.kickstart)
    for command in raw.kickstart.commands where !KickstartSyntax.repeatable.contains(command.name) {
      for other in kickstart.commands where other.name == command.name && other.line.origin.isOfAnswers {
        warn(of: other.summary, Self.takesPlace(command.line.origin), at: other)
      }
    }
    raw.kickstart.entries.forEach { kickstart.override($0) }
  }
}

extension Origin {
  fileprivate var isOfAnswers: Bool { if case .answers = self { true } else { false } }
}
