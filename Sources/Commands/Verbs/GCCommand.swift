import Console
import Factory
import Foundation
import Images
import Recipes
import Planning
import Storage

enum GCCommand: Command {
  private static let dryRun = Option.flag("dry-run", help: "remove nothing, tell what would be removed")
  private static let age = Option.value(
    "older-than", "TIME", help: "keep what was used since, such as 12h (default: 14d)")
  private static let size = Option.value(
    "max-size", "SIZE", help: "stop when layers take no more than this, such as 20GiB (default: free all)")

  static let verb = Verb(
    "gc", summary: "free the layers and the builds of images that nothing needs",
    discussion:
      "Layers of each appliance's last build stay, with all that they are based on, and whatever is in use or was used "
      + "recently. The longest unused go first. Builds of images stay that a release or a channel names, and those that the "
      + "site's retention keeps: the last 3 of each appliance, and for 7 days, unless it says otherwise. Media, logs and "
      + "copies in output folders stay; 'kiln media prune' is for media.",
    options: [dryRun, age, size, SharedOptions.store, SharedOptions.site, SharedOptions.format],
    example: Verb.Example(
      "kiln gc --dry-run --older-than 3d", "tells what would be freed, and why the rest stays"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    var limits = LayerRetention.Limits(size: try arguments.size(size, of: verb))
    limits.age = try arguments.duration(age, of: verb) ?? limits.age
    let isDryRun = arguments.has(dryRun)
    let outcome = try GarbageCollection(
      store: try arguments.existingStore(in: context), limits: limits,
      retention: BuildRetention.Limits(try arguments.site()?.imageRetention)
    ).run(isDryRun: isDryRun)
    try context.print(GarbageReport(outcome, isDryRun: isDryRun), arguments)
    guard let fault = outcome.imageFault else { return .done }
    context.say("kiln: \(fault)")
    return .failed
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

  struct Image: Encodable {
    /// `VERSION+BUILD`.
    let build: String
    let appliance: String
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
  /// Builds of images.
  let images: [Image]
  /// Kept failed builds that were removed.
  let failures: [Failure]
  /// What had been set aside as damaged and was removed.
  let damaged: [Damaged]
  /// Of files of images that belonged to no build.
  let strayBytes: UInt64
  let freedBytes: UInt64
  let dryRun: Bool
  /// Why builds of images were not looked at.
  let fault: String?

  init(_ outcome: GarbageCollection.Report, isDryRun: Bool) {
    layers = outcome.layers.map { entry in
      let layer = entry.layer
      return Layer(
        key: layer.key, recipe: layer.name?.recipe,
        work: layer.name.map { $0.isInstall ? "install" : "provision" }, bytes: layer.bytes,
        lastUse: layer.lastUse.ISO8601Format(), freed: entry.verdict.isFreed, why: "\(entry.verdict)")
    }
    images = outcome.images.map { entry in
      Image(
        build: entry.build.id.label, appliance: entry.build.id.name, bytes: entry.build.bytes,
        lastUse: entry.build.lastUse.ISO8601Format(), freed: entry.verdict.isFreed, why: "\(entry.verdict)")
    }
    failures = outcome.failures.map { Failure(recipe: $0.name, path: $0.path, bytes: $0.bytes) }
    damaged = outcome.damaged.map { Damaged(path: $0.path, bytes: $0.bytes) }
    strayBytes = outcome.strayBytes
    freedBytes = outcome.freedBytes
    dryRun = isDryRun
    fault = outcome.imageFault
  }

  func text(on terminal: Terminal) -> String {
    let freed = dryRun ? "would be freed" : "freed"
    let sum = "\(formatted(bytes: freedBytes)) \(freed)\n"
    let rows =
      layers.map { layer in
        [
          layer.key.short, layer.recipe ?? "?", layer.work ?? "?", formatted(bytes: layer.bytes),
          layer.lastUse,
          layer.freed ? freed : "kept", layer.why,
        ]
      }
      + images.map { image in
        [
          image.build, image.appliance, "image", formatted(bytes: image.bytes), image.lastUse,
          image.freed ? freed : "kept", image.why,
        ]
      }
      + failures.map {
        ["", $0.recipe, "failed", formatted(bytes: $0.bytes), "", freed, "kept long enough"]
      }
      + damaged.map { ["", "", "damaged", formatted(bytes: $0.bytes), "", freed, $0.path] }
      + (strayBytes > 0
        ? [["", "", "files", formatted(bytes: strayBytes), "", freed, "they belong to no build"]] : [])
    guard !rows.isEmpty else { return sum }
    let columns: [Table.Column] = [
      .init("LAYER OR BUILD"), .init("RECIPE"), .init("WORK"), .init("SIZE", .right), .init("LAST USE"),
      .init("VERDICT"),
      .init("WHY"),
    ]
    return Table(columns, rows: rows).text(on: terminal) + sum
  }
}
