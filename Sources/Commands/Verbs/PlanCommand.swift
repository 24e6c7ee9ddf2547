import Console
import Factory
import Planning

enum PlanCommand: Command {
  static let verb = Verb(
    "plan", summary: "tell which layers would be built, and why",
    positional: Positional("NAME", .any, help: "the recipes"),
    options: SharedOptions.resolving + [
      SharedOptions.all, SharedOptions.store, SharedOptions.refresh, SharedOptions.offline,
      SharedOptions.format,
    ],
    example: Verb.Example("kiln plan web", "lists the layers of web, root first"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let kitchen = try Kitchen(arguments, in: context)
    let appliances = try kitchen.resolve(try kitchen.names(arguments, verb: verb))
    let secrets = try Secrets(of: appliances, environment: context.environment)
    let plan = try await kitchen.plan(appliances, secrets: secrets, arguments, verb: verb, in: context)
    let store = arguments.store(in: context)
    let reasons = plan.reasons(present: store.presentLayers(), previous: store.previousLayers)
    try context.print(PlanReport(plan, reasons), arguments)
    return .done
  }
}

extension Arguments {
  /// The store that a command line names.
  func store(in context: Context) -> Store {
    Store(root: value(SharedOptions.store) ?? Store.standardRoot(environment: context.environment))
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

  let layers: [Layer]
  let images: [Image]

  init(_ plan: Plan, _ reasons: [LayerKey: Reason]) {
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
    return Table(columns, rows: rows).text(on: terminal)
  }
}
