import Console
import Factory
import Jobs

enum VersionCommand: Command {
  static let verb = Verb(
    "version", summary: "print Kiln's version", options: [SharedOptions.format],
    example: Verb.Example("kiln version", "prints the version"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    try context.print(VersionReport(version: kilnVersion), arguments)
    return .done
  }
}

private struct VersionReport: Report {
  let version: String

  func text(on terminal: Terminal) -> String { "kiln \(version)\n" }
}
