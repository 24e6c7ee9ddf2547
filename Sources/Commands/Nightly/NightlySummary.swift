import Console
import Factory
import Images

/// A nightly report as text, failures first.
struct NightlySummary: Report {
  let report: NightlyReport

  func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let style: Style =
      switch report.look {
      case .passed: .green
      case .unchecked: .yellow
      case .failed: .red
      }
    let head = """
      \(terminal.styled("\(report.verdict).", style))
      Nightly run of \(readableTime(report.start)), \(report.time)
      \(report.provenance)

      """
    return ([head] + problems + notices + failures + [table(on: terminal)] + findings(on: terminal)).joined(
      separator: "\n")
  }

  private var problems: [String] { report.problems.map { "\($0)\n" } }

  private var notices: [String] { report.notices.map { "note: \($0)\n" } }

  private var failures: [String] {
    report.appliances.filter { !$0.isGood && $0.outcome != .skipped }.compactMap { appliance in
      appliance.fault.map { paragraph(appliance, $0) }
    }
  }

  private func paragraph(_ appliance: NightlyReport.Appliance, _ fault: NightlyReport.Failure) -> String {
    var lines = ["\(appliance.label): \(fault.message)"]
    lines += fault.cause.map { ["  cause: \($0)"] } ?? []
    lines += fault.lastLines.map { "  | \($0)" }
    lines += fault.advice.map { ["  try: \($0)"] } ?? []
    lines += (appliance.logs + [fault.screenshot].compactMap { $0 }).map { "  see: \($0)" }
    return lines.map { "\($0)\n" }.joined()
  }

  private func table(on terminal: Terminal) -> String {
    let rows = TreeRow.rows(of: report.appliances).map { row in
      let appliance = row.appliance
      return [
        String(repeating: "  ", count: row.depth) + appliance.label, appliance.status, appliance.bootText,
        joined(appliance.sizeText, appliance.sizeChange),
        joined(appliance.packageText, appliance.packageChange),
        appliance.timeText, appliance.explanation,
      ]
    }
    let columns = [
      Table.Column("IMAGE"), .init("OUTCOME"), .init("BOOT"), .init("SIZE"), .init("PACKAGES"),
      .init("TIME", .right), .init("WHY"),
    ]
    return Table(columns, rows: rows).text(on: terminal)
  }

  private func findings(on terminal: Terminal) -> [String] {
    let table = FindingsTable(report)
    guard !table.rows.isEmpty else { return [] }
    let columns = ["Image"] + table.subjects.map(BuildFindings.title)
    let rows = table.rows.map { label, facts in [label] + facts.map(\.text) }
    return [
      Table(columns.map { .init($0.uppercased()) }, rows: rows).text(on: terminal)
        + table.gaps.map { "\($0)\n" }.joined()
    ]
  }

  private func joined(_ value: String, _ change: String?) -> String {
    change.map { "\(value) (\($0))" } ?? value
  }
}
