import Console
import Factory
import Failures
import Foundation
import Freshness
import Planning
import Recipes

enum OutdatedCommand: Command {
  static let verb = Verb(
    "outdated", summary: "tell which packages of images have newer versions",
    discussion:
      "Nothing is started: the packages were noted when each layer was built, and are held against the signed"
      + " indexes of the archives that the image gets packages from. The exit status is 0 also when something is"
      + " outdated, and 1 when that could not be found out of an image that is built.",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [SharedOptions.all, SharedOptions.store, SharedOptions.offline, SharedOptions.format],
    example: Verb.Example(
      "kiln outdated --all", "lists all images, those that lack security updates first"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let project = try arguments.project(in: context)
    let result = try await project.outdated(
      try arguments.names(of: project, verb: verb, in: context),
      isOffline: arguments.has(SharedOptions.offline))
    if arguments.has(SharedOptions.offline) {
      for source in result.sources {
        context.say("\(source.url): last asked \(age(seconds: -source.asked.timeIntervalSinceNow)) ago")
      }
    }
    let report = OutdatedReport(result, descendants: Descendants(project.library))
    try context.print(report, arguments)
    return report.isComplete ? .done : .failed
  }
}

private struct OutdatedReport: Report {
  struct Update: Encodable {
    let name: String
    let architecture: String
    let installed: String
    let available: String
    let security: Bool
    /// The recipe whose layer has it; nil where that cannot be told.
    let recipe: String?
  }

  enum State: String, Encodable {
    case known, unknown
    case notBuilt = "not-built"
  }

  struct Appliance: Encodable {
    let name: String
    let version: String
    let state: State
    /// Why nothing is known.
    let reason: String?
    /// The reason in a word that programs can act on, where there is one.
    let cause: FailureCause?
    let built: Date?
    let security: Int
    let other: Int
    let updates: [Update]
    /// The recipes whose layers would be made anew, the first one first.
    let rebuilds: [String]
  }

  struct Index: Encodable {
    let url: String
    let asked: String
  }

  let appliances: [Appliance]
  let indexes: [Index]

  init(_ result: FreshnessCheck.Result, descendants: Descendants) {
    appliances = result.images.map { Appliance($0, descendants) }.sorted {
      ($1.security, $1.other, $0.name) < ($0.security, $0.other, $1.name)
    }
    indexes = result.sources.map { Index(url: $0.url, asked: $0.asked.ISO8601Format()) }
  }

  /// Whether it was found out of all that are built.
  var isComplete: Bool { appliances.allSatisfy { $0.state != .unknown } }

  func text(on terminal: Terminal) -> String {
    let columns = [
      Table.Column("NAME"), .init("SECURITY", .right), .init("OTHER", .right), .init("BUILT"),
      .init("REBUILDS"),
    ]
    return Table(columns, rows: appliances.map(\.row)).text(on: terminal)
  }
}

extension OutdatedReport.Appliance {
  fileprivate init(_ image: ImageFreshness, _ descendants: Descendants) {
    let updates = image.updates.map {
      OutdatedReport.Update(
        name: $0.package.name, architecture: $0.package.architecture, installed: $0.package.installed,
        available: $0.package.available, security: $0.package.isSecurity, recipe: $0.layer?.recipe)
    }
    let state: OutdatedReport.State
    var reason: String?
    var cause: FailureCause?
    switch image.verdict {
    case .known: state = .known
    case .notBuilt: state = .notBuilt
    case .unknown(let why, let word): (state, reason, cause) = (.unknown, why, word)
    }
    let security = updates.count(where: \.security)
    self.init(
      name: image.name, version: image.version, state: state, reason: reason, cause: cause,
      built: image.built, security: security, other: updates.count - security, updates: updates,
      rebuilds: image.origins.first.map { [$0.recipe] + descendants.of($0.recipe) } ?? [])
  }

  fileprivate var row: [String] {
    let day = built?.formatted(.iso8601.year().month().day()) ?? ""
    switch state {
    case .known: return [name, "\(security)", "\(other)", day, rebuilds.joined(separator: ", ")]
    case .unknown: return [name, "?", "?", day, "unknown: \(reason ?? "")"]
    case .notBuilt: return [name, "", "", "not built"]
    }
  }
}
