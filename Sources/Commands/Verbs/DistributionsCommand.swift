import Console
import Diagnostics
import Recipes

enum DistributionsCommand: Command {
  static let verb = Verb(
    "distributions", summary: "list what can be installed",
    discussion: "A name may be given without its release, or with the beginning of one: `debian`, `rocky-9`,"
      + " `rocky-9.6`. The highest release that fits is taken.",
    options: [SharedOptions.recipes, SharedOptions.library, SharedOptions.format],
    example: Verb.Example(
      "kiln distributions", "lists the distributions, where they are installed from, and until when they last"
    ))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let project = try arguments.project(in: context)
    var report = DistributionsReport(distributions: [])
    var faults = project.library.diagnostics
    for recipe in project.library.distributions {
      switch project.resolver.resolve(recipe.name) {
      case .success(let appliance):
        report.distributions.append(.init(appliance, isShipped: recipe.isShipped, today: context.today))
      case .failure(let diagnostics): faults += diagnostics.list
      }
    }
    let diagnostics = Diagnostics(faults)
    report.problems = diagnostics?.list.map(Problem.init) ?? []
    try context.print(report, arguments)
    guard let diagnostics else { return .done }
    context.say(diagnostics.description)
    return .recipe
  }
}

private struct DistributionsReport: Report {
  struct Distribution: Encodable {
    let name: String
    let distribution: String
    let release: String
    let codename: String
    let architecture: String
    let family: String
    let media: String
    let endOfLife: String?
    let pastEndOfLife: Bool
    let file: String
    let shipped: Bool
  }

  var distributions: [Distribution]
  /// Of recipes that are no distribution because of them.
  var problems: [Problem] = []

  func text(on terminal: Terminal) -> String {
    let rows = distributions.map { distribution in
      let end = distribution.endOfLife ?? "unknown"
      return [
        distribution.name, distribution.release, distribution.family, distribution.media,
        distribution.pastEndOfLife ? "\(end), passed" : end,
      ]
    }
    let columns = ["NAME", "RELEASE", "FAMILY", "MEDIA", "END OF LIFE"].map { Table.Column($0) }
    return Table(columns, rows: rows).text(on: terminal)
  }
}

extension DistributionsReport.Distribution {
  fileprivate init(_ appliance: Appliance, isShipped: Bool, today: String) {
    let system = appliance.system
    self.init(
      name: appliance.name, distribution: system.distribution, release: system.release,
      codename: system.codename, architecture: system.architecture,
      family: appliance.installer.kind.rawValue, media: appliance.installer.summary,
      endOfLife: system.endOfLife, pastEndOfLife: system.isPastEndOfLife(on: today),
      file: appliance.chain[0].file, shipped: isShipped)
  }
}

extension Installer {
  /// In a word or two, for a table.
  fileprivate var summary: String {
    switch self {
    case .program(let program):
      switch program.media.files {
      case nil: "package"
      case .direct: "kernel and initrd"
      case .iso: "ISO"
      }
    case .image: "disk image"
    case .bootstrap: "packages"
    }
  }
}
