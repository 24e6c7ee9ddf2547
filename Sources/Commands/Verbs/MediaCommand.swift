import Console
import Diagnostics
import Factory
import Jobs
import Planning
import Roots
import Storage

enum MediaCommand: Command {
  private static let actions: [any MediaAction.Type] = [
    MediaList.self, MediaFetchAction.self, MediaImportAction.self, MediaVerify.self, MediaPruneAction.self,
  ]

  static let verb = Verb(
    "media", summary: "list, get, check and prune what distributions are installed from",
    discussion: actions.map { "\($0.usage): \($0.summary)" }.joined(separator: "\n"),
    positional: Positional(
      "ACTION", .atLeastOne, choices: actions.map { $0.name }, help: "one of these, and what it works on"),
    options: SharedOptions.resolving + [SharedOptions.store, SharedOptions.format] + ownOptions,
    example: Verb.Example("kiln media fetch debian-13", "gets the installer's kernel and initrd"))

  /// Those that only some actions take.
  private static var ownOptions: [Option] {
    var seen: Set<Option> = []
    return actions.flatMap { $0.options }.filter { seen.insert($0).inserted }
  }

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let word = arguments.positionals[0]
    guard let action = actions.first(where: { $0.name == word }) else {
      let names = actions.map { $0.name }
      let suggestion = didYouMean(word, among: names)
      throw UsageError(
        "unknown action '\(word)'; it is one of \(names.joined(separator: ", "))\(suggestion)",
        command: "kiln media")
    }
    if let stray = ownOptions.first(where: { arguments.has($0) && !action.options.contains($0) }) {
      throw UsageError("'--\(stray.name)' is not for '\(word)'", command: "kiln media")
    }
    return try await action.run(Array(arguments.positionals.dropFirst()), arguments, in: context)
  }
}

/// One of the things that `kiln media` does.
private protocol MediaAction: Sendable {
  static var name: String { get }
  /// The name with what follows it, such as `fetch NAME…`.
  static var usage: String { get }
  static var summary: String { get }
  /// Those that not every action takes.
  static var options: [Option] { get }

  /// - Parameter words: what follows the action's name.
  static func run(_ words: [String], _ arguments: Arguments, in context: Context) async throws -> ExitStatus
}

extension MediaAction {
  static func usageError(_ message: String) -> UsageError { UsageError(message, command: "kiln media") }

  /// The images of the recipes named; of all recipes when none is.
  static func images(_ names: [String], _ arguments: Arguments, in context: Context) throws -> [PlannedImage]
  {
    let project = try arguments.project(in: context)
    let wanted = names.isEmpty ? project.soundNames().names : try names.map(project.name)
    let appliances = try project.resolve(wanted)
    return try Planner.plan(appliances).images
  }
}

private enum MediaList: MediaAction {
  static let name = "list"
  static let usage = "list [NAME…]"
  static let summary = "what recipes need, and whether it is here"
  static let options: [Option] = []

  static func run(_ words: [String], _ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let images = try images(words, arguments, in: context)
    let items = await MediaInventory(store: try arguments.store(in: context)).items(of: images)
    try context.print(MediaItems(media: items), arguments)
    return .done
  }
}

/// Media as a table.
private struct MediaItems: Report {
  let media: [MediaItem]

  func text(on terminal: Terminal) -> String {
    let rows = media.map { item in
      [
        item.recipe, item.name, item.state.rawValue, item.bytes.map { formatted(bytes: $0) } ?? "",
        item.path ?? item.reason ?? "",
      ]
    }
    let columns: [Table.Column] = [
      .init("RECIPE"), .init("MEDIA"), .init("STATE"), .init("SIZE", .right), .init("WHERE"),
    ]
    return Table(columns, rows: rows).text(on: terminal)
  }
}

private enum MediaFetchAction: MediaAction {
  static let name = "fetch"
  static let usage = "fetch NAME… | --all"
  static let summary = "get and check them"
  static let options = [
    SharedOptions.all, SharedOptions.offline, SharedOptions.strictMirror, BuildArguments.minimumFree,
  ]

  static func run(_ words: [String], _ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard words.isEmpty == arguments.has(SharedOptions.all) else {
      throw usageError("name the recipes to fetch for, or give --all")
    }
    let images = try images(words, arguments, in: context)
    let display = BuildDisplay(terminal: context.messages)
    defer { display.stop() }
    let fetch = MediaFetch(
      store: try arguments.store(in: context), isOffline: arguments.has(SharedOptions.offline),
      policy: try arguments.project(in: context)
        .mirrorPolicy(isStrict: arguments.has(SharedOptions.strictMirror)),
      minimumFree: try arguments.size(BuildArguments.minimumFree, of: MediaCommand.verb)
        ?? JobSettings.usualMinimumFree
    ) { display.show($0) }
    var report = FetchedMedia(media: [], failed: [])
    for image in MediaFetch.distinct(images) {
      do {
        report.media.append(try await fetch.run(image))
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        display.show(.notice("\(image.appliance.name): \(error)"))
        report.failed.append(.init(recipe: image.appliance.name, error: "\(error)"))
      }
    }
    display.stop()
    try context.print(report, arguments)
    return report.failed.isEmpty ? .done : .failed
  }
}

private struct FetchedMedia: Report {
  struct Failure: Encodable {
    let recipe: String
    let error: String
  }

  var media: [MediaFetch.Files]
  var failed: [Failure]

  func text(on terminal: Terminal) -> String {
    let rows = media.flatMap { fetched in fetched.files.map { [fetched.recipe, $0.role, $0.path] } }
    return Table([.init("RECIPE"), .init("FILE"), .init("WHERE")], rows: rows).text(on: terminal)
  }
}

private enum MediaImportAction: MediaAction {
  static let name = "import"
  static let usage = "import FILE [NAME…]"
  static let summary = "take in a file got by other means, when its digest is one that a recipe needs"
  static let options = [SharedOptions.offline]

  static func run(_ words: [String], _ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard let file = words.first else { throw usageError("name the file to import") }
    let images = try images(Array(words.dropFirst()), arguments, in: context)
    let action = MediaImport(
      store: try arguments.store(in: context), isOffline: arguments.has(SharedOptions.offline))
    try context.print(MediaItems(media: [try await action.run(file, for: images)]), arguments)
    return .done
  }
}

private enum MediaVerify: MediaAction {
  private static let remove = Option.flag("remove", help: "verify: remove what is wrong")

  static let name = "verify"
  static let usage = "verify"
  static let summary = "digest everything in the store anew"
  static let options = [remove]

  static func run(_ words: [String], _ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard words.isEmpty else { throw usageError("'verify' takes no name: it looks at all files") }
    let result = try await MediaCheck(store: try arguments.existingStore(in: context))
      .run(removesWrong: arguments.has(remove))
    try context.print(VerifiedMedia(result: result), arguments)
    return result.wrong.isEmpty ? .done : .failed
  }
}

private struct VerifiedMedia: Report {
  let result: MediaCheck.Result

  func encode(to encoder: any Encoder) throws { try result.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let wrong = result.wrong.map { file in
      let name = file.name.map { " (\($0))" } ?? ""
      return "\(file.path)\(name): SHA-256 is \(file.actual)\n"
    }
    let outcome = wrong.isEmpty ? "all as they should be" : "\(wrong.count) wrong"
    let files = "\(result.files) file\(result.files == 1 ? "" : "s")"
    return wrong.joined() + "\(files), \(formatted(bytes: result.bytes)), \(outcome)\n"
  }
}

private enum MediaPruneAction: MediaAction {
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
    try context.print(PrunedMedia(removed: removed, dryRun: arguments.has(dryRun)), arguments)
    return .done
  }
}

private struct PrunedMedia: Report {
  let removed: [MediaPrune.Removed]
  let dryRun: Bool

  func text(on terminal: Terminal) -> String {
    let rows = removed.map { [$0.name ?? "", formatted(bytes: $0.bytes), $0.path] }
    let bytes = formatted(bytes: removed.map(\.bytes).reduce(0, +))
    let sum = "\(bytes) \(dryRun ? "would be freed" : "freed")\n"
    guard !rows.isEmpty else { return sum }
    return Table([.init("MEDIA"), .init("SIZE", .right), .init("WHERE")], rows: rows).text(on: terminal) + sum
  }
}
