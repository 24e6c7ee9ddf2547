import Console
import Diagnostics
import Factory
import Planning

enum MediaCommand: Command {
  private static let actions: [any MediaAction.Type] = [
    MediaList.self, MediaFetchAction.self, MediaImportAction.self, MediaVerify.self, MediaPruneAction.self,
  ]

  static let verb = Verb(
    "media", summary: "list, get, check and prune what distributions are installed from",
    discussion: actions.map { "\($0.usage): \($0.summary)" }.joined(separator: "\n"),
    positional: Positional("ACTION", .atLeastOne, help: "one of these, and what it works on"),
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
protocol MediaAction: Sendable {
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
    let appliances = try project.resolve(names.isEmpty ? try project.allNames() : names)
    return try Planner.plan(appliances).images
  }
}
