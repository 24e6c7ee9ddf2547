import Console
import Factory

enum RebuildCommand: Command {
  static let verb = Verb(
    "rebuild", summary: "build an image again, and tell what differs and which step made it",
    discussion:
      "All layers are built again from the recipes, which must be those that the image was built from, in a store of its own "
      + "that is thrown away. The exit status is 0 where all files are the same, to the byte, mode, owner, attribute and "
      + "time, and 1 otherwise. Pin the recipe with 'installer.snapshot', or archives give newer packages.",
    positional: Positional(
      "IMAGE", .one, help: "a build, NAME@VERSION, NAME@CHANNEL, a name, or the path of a descriptor"),
    options: SharedOptions.resolving + [
      SharedOptions.snapshot, SharedOptions.store, BuildArguments.jobs, BuildArguments.minimumFree,
      SharedOptions.strictMirror, SharedOptions.accelerator, BuildArguments.progress, SharedOptions.format,
    ],
    example: Verb.Example(
      "kiln rebuild web", "names the files that differ in a second build of web, and what writes them"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let teller = EventTeller(arguments.value(BuildArguments.progress), in: context)
    defer { teller.stop() }
    let project = try arguments.project(in: context, tell: teller.say)
    let run = RebuildRun(project, host: arguments.host, events: teller.tell)
    let report = try await run.run(arguments.positionals[0], try arguments.buildRequest([], verb: verb))
    teller.stop()
    try context.print(RebuildSummary(report: report), arguments)
    return report.hasSameFiles ? .done : .failed
  }
}

/// What came of it, for people and programs.
private struct RebuildSummary: Report {
  let report: RebuildReport

  func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let columns = ["PATH", "DIFFERS IN", "LAYER", "WRITTEN BY"].map { Table.Column($0) }
    let rows = report.differences.map(Self.row)
    let table = rows.isEmpty ? "" : Table(columns, rows: rows).text(on: terminal)
    return table + tools + "\(report.image): \(verdict)\n"
  }

  private var verdict: String {
    if report.isIdentical { return "the same, bit for bit" }
    guard report.hasSameFiles else {
      let count = report.differences.count
      return "\(count) path\(count == 1 ? " differs" : "s differ")"
    }
    return "the same files; 'seal: rewritten' makes the same bytes of them"
  }

  private var tools: String {
    let (then, now) = (report.tools, report.toolsNow)
    let pairs = [
      ("kiln", then.kiln, now.kiln), ("QEMU", then.qemu, now.qemu),
      ("libguestfs", then.libguestfs, now.libguestfs),
    ]
    return pairs.filter { $0.1 != $0.2 }.map { "built with \($0.0) \($0.1), now \($0.2)\n" }.joined()
  }

  private static func row(_ difference: RebuildReport.Difference) -> [String] {
    let writer = difference.step.map { step in difference.place.map { "\($0): \(step)" } ?? step }
    return [
      difference.path, difference.aspects.joined(separator: ", "),
      difference.work == .install ? "\(difference.recipe) (installed)" : difference.recipe,
      writer ?? "no step: the installed disk, or what is done to every layer",
    ]
  }
}
