import Console
import Factory

enum MediaPruneAction: MediaAction {
  private static let dryRun = Option.flag(
    "dry-run", help: "prune: remove nothing, tell what would be removed")

  static let name = "prune"
  static let usage = "prune"
  static let summary = "remove what no recipe found needs any more"
  static let options = [dryRun]

  static func run(_ words: [String], _ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard words.isEmpty else { throw usageError("'prune' takes no name: it keeps what any recipe needs") }
    let removed = try await MediaPrune(store: try arguments.store(in: context))
      .run(keeping: try images([], arguments, in: context), isDryRun: arguments.has(dryRun))
    try context.print(PrunedMedia(removed: removed, isDryRun: arguments.has(dryRun)), arguments)
    return .done
  }
}

private struct PrunedMedia: Report {
  let removed: [MediaPrune.Removed]
  let isDryRun: Bool

  func text(on terminal: Terminal) -> String {
    let rows = removed.map { [$0.name ?? "", formatted(bytes: $0.bytes), $0.path] }
    let bytes = formatted(bytes: removed.map(\.bytes).reduce(0, +))
    let sum = "\(bytes) \(isDryRun ? "would be freed" : "freed")\n"
    guard !rows.isEmpty else { return sum }
    return Table([.init("MEDIA"), .init("SIZE", .right), .init("WHERE")], rows: rows).text(on: terminal) + sum
  }
}
