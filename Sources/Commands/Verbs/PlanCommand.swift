import Console
import Factory
import Foundation
import Images
import Planning

enum PlanCommand: Command {
  private static let jobs = Option.value(
    "jobs", short: "j", "N", help: "tell how long N workers would take (default: what this host has room for)"
  )

  static let verb = Verb(
    "plan", summary: "tell which layers and images would be built, and why",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [
        SharedOptions.snapshot, SharedOptions.all, BuildArguments.variant, BuildArguments.output,
        SharedOptions.store,
        SharedOptions.refresh,
        SharedOptions.offline, BuildArguments.noTest, jobs, FormatArguments.build,
      ],
    example: Verb.Example("kiln plan web", "lists the layers of web, root first"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let project = try arguments.project(in: context)
    let choice = try arguments.choice(of: project, verb: verb, tell: context.say)
    let request = try arguments.buildRequest(choice.names, verb: verb)
    let capacity = request.jobs.map { Capacity(jobs: $0, cpus: $0, memory: .max) } ?? .ofHost()
    let planned = try await project.graph(request, wanted: request.wanted, capacity: capacity)
    for notice in planned.notices { context.say("kiln: \(notice)") }
    try context.print(PlanReport(planned, workers: capacity.jobs), arguments)
    return choice.isWhole ? .done : .recipe
  }
}

private struct PlanReport: Report {
  struct Layer: Encodable {
    let key: LayerKey
    let recipe: String
    let work: String
    let parent: LayerKey?
    /// nil: it is reused.
    let reason: String?
    /// The secrets that have no value, so that its key is another once they have; nil where it is known.
    let unsetSecrets: [String]?
  }

  struct Image: Encodable {
    let name: String
    let version: String
    let key: LayerKey
    let layers: [LayerKey]
    /// What it is handed out as.
    let formats: [String]
    /// Those that would be made from its sealed disks; nil for none.
    let conversions: [String]?
    /// Why it would be sealed; nil: it is there.
    let reason: String?
    /// How it would be tested; nil where it has passed, or is not to be tested.
    let test: String?
    /// As of a layer.
    let unsetSecrets: [String]?
  }

  /// How long the build is thought to take, by what earlier ones took.
  struct Time: Encodable {
    let workers: Int
    let seconds: Double
    /// Of all jobs together.
    let work: Double
    /// No number of workers takes less.
    let longestPath: Double
  }

  let layers: [Layer]
  let images: [Image]
  let time: Time

  init(_ planned: ProjectGraph, workers: Int) {
    let forecast = planned.forecast
    time = Time(
      workers: workers, seconds: forecast.seconds, work: forecast.work, longestPath: forecast.longestPath)
    let unset = planned.unsetSecrets
    let reasons = Dictionary(
      planned.graph.jobs.filter { !$0.name.kind.isAfterImage }.map { ($0.name.key, $0.reason) },
      uniquingKeysWith: { first, _ in first }
    ).merging(unset.mapValues(Self.reason)) { $1 }
    layers = planned.plan.layers.map {
      Layer(
        key: $0.key, recipe: $0.name.recipe, work: $0.name.isInstall ? "install" : "provision",
        parent: $0.parent, reason: reasons[$0.key], unsetSecrets: unset[$0.key])
    }
    images = planned.plan.images.map { image in
      Image(
        name: image.appliance.name, version: image.appliance.version, key: image.key, layers: image.layers,
        formats: image.appliance.formats.map(\.rawValue),
        conversions: Self.conversions(of: image, in: planned.graph), reason: reasons[image.key],
        test: planned.graph[image.bootTestName]?.reason, unsetSecrets: unset[image.key])
    }
  }

  private static func conversions(of image: PlannedImage, in graph: JobGraph) -> [String]? {
    let formats = graph.jobs.compactMap { job -> String? in
      guard case .convert(let task) = job.task, task.image.key == image.key else { return nil }
      return task.format.rawValue
    }
    return formats.isEmpty ? nil : formats
  }

  private static func reason(unset secrets: [String]) -> String {
    let (word, verb) = secrets.count == 1 ? ("secret", "is") : ("secrets", "are")
    return "key depends on \(word) \(secrets.joined(separator: ", ")), which \(verb) not set"
  }

  func text(on terminal: Terminal) -> String {
    let rows =
      layers.map { Self.row($0.recipe, $0.work, $0.key, $0.reason, $0.unsetSecrets) }
      + images.flatMap(Self.rows)
    let columns = ["RECIPE", "WORK", "KEY", "ACTION", "WHY"].map { Table.Column($0) }
    let table = Table(columns, rows: rows).text(on: terminal)
    return table + sentence + "\n"
  }

  private static func rows(_ image: Image) -> [[String]] {
    let name = "\(image.name)-\(image.version)"
    var rows = [row(name, "seal", image.key, image.reason, image.unsetSecrets)]
    rows += (image.conversions ?? []).map {
      row(name, $0, image.key, "one of its formats", image.unsetSecrets)
    }
    // What is built is tested; only of what is there that has to be said.
    if image.reason == nil, let test = image.test {
      rows.append([name, "test", image.key.short, "boot", test])
    }
    return rows
  }

  /// `2 layers and 1 image to build, about 3 min`
  private var sentence: String {
    let layers = layers.count { $0.reason != nil }
    let images = images.count { $0.reason != nil }
    let parts = [(layers, "layer"), (images, "image")].filter { $0.0 > 0 }.map { Self.counted($0.0, $0.1) }
    let forecast = "about \(roughly(time.seconds))"
    guard !parts.isEmpty else {
      let tests = self.images.count { $0.test != nil }
      return tests == 0
        ? "nothing to build" : "nothing to build, \(Self.counted(tests, "image")) to test, \(forecast)"
    }
    let atOnce = layers + images > 1 ? ", up to \(time.workers) at once" : ""
    return parts.joined(separator: " and ") + " to build, \(forecast)\(atOnce)"
  }

  private static func counted(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }

  /// A forecast as exactly as it can be trusted: `40 s`, `3 min`, `1 h 20 min`.
  private func roughly(_ seconds: Double) -> String {
    switch seconds {
    case ..<55: "\(max(5, Int((seconds / 5).rounded()) * 5)) s"
    case ..<3570: "\(Int((seconds / 60).rounded(.up))) min"
    default: formatted(.seconds(Int((seconds / 600).rounded()) * 600))
    }
  }

  private static func row(
    _ name: String, _ work: String, _ key: LayerKey, _ reason: String?, _ unset: [String]?
  ) -> [String] {
    let action = unset != nil ? "unknown" : reason == nil ? "reuse" : "build"
    return [name, work, unset == nil ? key.short : "?", action, reason ?? ""]
  }
}
