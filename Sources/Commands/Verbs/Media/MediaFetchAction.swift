import Console
import Factory
import Jobs
import Planning

enum MediaFetchAction: MediaAction {
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
