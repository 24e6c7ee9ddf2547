import Console
import Factory
import Foundation
import Planning

enum PlanCommand: Command {
  private static let jobs = Option.value(
    "jobs", short: "j", "N", help: "tell how long N workers would take (default: what this host has room for)"
  )

  static let verb = Verb(
    "plan", summary: "tell which layers would be built, and why",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving
      + [
        SharedOptions.all, SharedOptions.store, SharedOptions.refresh, SharedOptions.offline, jobs,
        SharedOptions.format,
      ],
    example: Verb.Example("kiln plan web", "lists the layers of web, root first"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let kitchen = try Kitchen(arguments, in: context)
    let appliances = try kitchen.resolve(try kitchen.names(arguments, verb: verb))
    let secrets = try Secrets(of: appliances, environment: context.environment)
    let plan = try await kitchen.plan(appliances, secrets: secrets, arguments, verb: verb, in: context) {
      context.say("kiln: \($0)")
    }
    let store = try arguments.store(in: context)
    let reasons = plan.reasons(present: store.presentLayers(), previous: store.previousLayers)
    let workers = try arguments.count(of: jobs, verb: verb)
    let capacity = workers.map { Capacity(jobs: $0, cpus: $0, memory: .max) } ?? .ofHost()
    // An image is sealed anew when its layers are.
    let graph = JobGraph(plan, reasons: reasons) { reasons[$0.leaf] == nil }
    let forecast = Forecast(graph.entries(seconds: store.timings().expected), capacity: capacity)
    try context.print(PlanReport(plan, reasons, forecast, workers: capacity.jobs), arguments)
    return .done
  }
}

extension Arguments {
  /// How many jobs or workers an option asks for; nil where it is not given.
  func count(of option: Option, verb: Verb) throws -> Int? {
    guard let text = value(option) else { return nil }
    guard let count = Int(text), (1...4096).contains(count) else {
      throw UsageError(
        "--\(option.name) takes a number from 1 to 4096, not '\(text)'", command: "kiln \(verb.name)")
    }
    return count
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
  }

  struct Image: Encodable {
    let name: String
    let version: String
    let key: LayerKey
    let layers: [LayerKey]
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

  init(_ plan: Plan, _ reasons: [LayerKey: Reason], _ forecast: Forecast, workers: Int) {
    time = Time(
      workers: workers, seconds: forecast.seconds, work: forecast.work, longestPath: forecast.longestPath)
    layers = plan.layers.map {
      Layer(
        key: $0.key, recipe: $0.name.recipe, work: $0.name.isInstall ? "install" : "provision",
        parent: $0.parent,
        reason: reasons[$0.key]?.description)
    }
    images = plan.images.map {
      Image(name: $0.appliance.name, version: $0.appliance.version, key: $0.key, layers: $0.layers)
    }
  }

  func text(on terminal: Terminal) -> String {
    let rows = layers.map { layer in
      [
        layer.recipe, layer.work, layer.key.short, layer.reason == nil ? "reuse" : "build",
        layer.reason ?? "",
      ]
    }
    let columns = ["RECIPE", "WORK", "KEY", "ACTION", "WHY"].map { Table.Column($0) }
    let table = Table(columns, rows: rows).text(on: terminal)
    let count = layers.count { $0.reason != nil }
    guard count > 0 else { return table }
    let duration = formatted(.seconds(time.seconds.rounded()))
    return table
      + "to build: \(count) of \(layers.count) layers, in about \(duration) with \(time.workers) at once\n"
  }
}
