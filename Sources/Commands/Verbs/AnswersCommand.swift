import AnswerFiles
import Console
import Planning

enum AnswersCommand: Command {
  private static let origins = Option.flag("origins", help: "print where each line came from")

  static let verb = Verb(
    "answers", summary: "print the answer file of a recipe's installer",
    discussion: "Values that only a build knows are printed as placeholders, such as @KILN_REPORT@.",
    positional: Positional("NAME", .one, help: "the recipe"),
    options: SharedOptions.resolving + [origins, SharedOptions.format],
    example: Verb.Example("kiln answers debian-13 --origins", "prints the preseed, each line with its origin")
  )

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let project = try arguments.project(in: context)
    let answers = try render(try project.resolve(arguments.positionals)[0])
    for warning in answers.warnings { context.say(warning.asWarning) }
    let lines = answers.lines.map { AnswersReport.Line(text: $0.text, origin: $0.origin.description) }
    let report = AnswersReport(lines: lines, showsOrigins: arguments.has(origins))
    // The file itself, byte for byte, where no terminal takes it.
    if arguments.value(SharedOptions.format) ?? "text" == "text", !report.showsOrigins {
      context.pass(on: report.text(on: context.output))
    } else {
      try context.print(report, arguments)
    }
    return .done
  }
}

private struct AnswersReport: Report {
  struct Line: Encodable {
    let text: String
    let origin: String
  }

  let lines: [Line]
  let showsOrigins: Bool

  private enum CodingKeys: CodingKey { case lines }

  func text(on terminal: Terminal) -> String {
    guard showsOrigins else { return lines.map { $0.text + "\n" }.joined() }
    let width = lines.map(\.origin.count).max() ?? 0
    return lines.map { line in
      terminal.styled(line.origin.padding(to: width), .dim) + "  " + line.text + "\n"
    }.joined()
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
