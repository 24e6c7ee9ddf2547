import Console
import Factory
import Failures

enum DoctorCommand: Command {
  static let verb = Verb(
    "doctor", summary: "look whether this machine can build",
    discussion: "Every check is really tried: a guest is booted, libguestfs is started, the mirror is asked.",
    options: [SharedOptions.store, SharedOptions.site, SharedOptions.format],
    example: Verb.Example("kiln doctor", "takes about half a minute without KVM"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let trials = await HostExamination(store: try arguments.store(in: context)).run()
    try context.print(DoctorReport(checks: trials), arguments)
    return trials.allSatisfy(\.isGood) ? .done : .host
  }
}

private struct DoctorReport: Report {
  let checks: [HostExamination.Trial]

  func text(on terminal: Terminal) -> String {
    let rows = checks.map { [$0.isGood ? "ok" : "FAILED", $0.subject, $0.evidence] }
    return Table([.init(""), .init("WHAT"), .init("EVIDENCE")], rows: rows).text(on: terminal)
  }
}
