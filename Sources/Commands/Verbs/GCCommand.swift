import Console
import Factory
import Foundation
import Planning
import Storage

enum GCCommand: Command {
  private static let dryRun = Option.flag("dry-run", help: "remove nothing, tell what would be removed")
  private static let age = Option.value(
    "older-than", "TIME", help: "keep what was used since, such as 12h (default: 14d)")
  private static let size = Option.value(
    "max-size", "SIZE", help: "stop when layers take no more than this, such as 20GiB (default: free all)")

  static let verb = Verb(
    "gc", summary: "free the layers that nothing needs",
    discussion:
      "Layers of each appliance's last build stay, with all that they are based on, and whatever is in use or was used "
      + "recently. The longest unused go first. Images, media and logs stay; 'kiln media prune' is for media.",
    options: [dryRun, age, size, SharedOptions.store, SharedOptions.site, SharedOptions.format],
    example: Verb.Example(
      "kiln gc --dry-run --older-than 3d", "tells what would be freed, and why the rest stays"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    var limits = GarbagePlan.Limits(size: try arguments.size(size, of: verb))
    limits.age = try arguments.duration(age, of: verb) ?? limits.age
    let isDryRun = arguments.has(dryRun)
    let outcome = try GarbageCollection(store: try arguments.store(in: context), limits: limits)
      .run(isDryRun: isDryRun)
    try context.print(GarbageReport(outcome, isDryRun: isDryRun), arguments)
    return .done
  }
}

private struct GarbageReport: Report {
  struct Layer: Encodable {
    let key: LayerKey
    /// nil when the layer's record cannot be read.
    let recipe: String?
    let work: String?
    let bytes: UInt64
    /// RFC 3339, UTC.
    let lastUse: String
    let freed: Bool
    let why: String
  }

  struct Failure: Encodable {
    let recipe: String
    let path: String
    let bytes: UInt64
  }

  struct Damaged: Encodable {
    let path: String
    let bytes: UInt64
  }

  let layers: [Layer]
  /// Kept failed builds that were removed.
  let failures: [Failure]
  /// What had been set aside as damaged and was removed.
  let damaged: [Damaged]
  let freedBytes: UInt64
  let isDryRun: Bool

  init(_ outcome: GarbageCollection.Outcome, isDryRun: Bool) {
    layers = outcome.layers.map { entry in
      let layer = entry.layer
      return Layer(
        key: layer.key, recipe: layer.name?.recipe,
        work: layer.name.map { $0.isInstall ? "install" : "provision" }, bytes: layer.bytes,
        lastUse: layer.lastUse.ISO8601Format(), freed: entry.verdict.isFreed, why: "\(entry.verdict)")
    }
    failures = outcome.failures.map { Failure(recipe: $0.name, path: $0.path, bytes: $0.bytes) }
    damaged = outcome.damaged.map { Damaged(path: $0.path, bytes: $0.bytes) }
    freedBytes =
      layers.filter(\.freed).reduce(0) { $0 + $1.bytes } + failures.reduce(0) { $0 + $1.bytes }
      + damaged.reduce(0) { $0 + $1.bytes }
    self.isDryRun = isDryRun
  }

  func text(on terminal: Terminal) -> String {
    let freed = isDryRun ? "would be freed" : "freed"
    let sum = "\(formatted(bytes: freedBytes)) \(freed)\n"
    let rows =
      layers.map { layer in
        [
          layer.key.short, layer.recipe ?? "?", layer.work ?? "?", formatted(bytes: layer.bytes),
          layer.lastUse,
          layer.freed ? freed : "kept", layer.why,
        ]
      }
      + failures.map {
        ["", $0.recipe, "failed", formatted(bytes: $0.bytes), "", freed, "kept long enough"]
      }
      + damaged.map { ["", "", "damaged", formatted(bytes: $0.bytes), "", freed, $0.path] }
    guard !rows.isEmpty else { return sum }
    let columns: [Table.Column] = [
      .init("LAYER"), .init("RECIPE"), .init("WORK"), .init("SIZE", .right), .init("LAST USE"),
      .init("VERDICT"),
      .init("WHY"),
    ]
    return Table(columns, rows: rows).text(on: terminal) + sum
  }
}
