import Console
import Factory
import Storage

enum StoreCommand: Command {
  private static let actions = ["verify"]
  private static let all = Option.flag("all", help: "read media, too")

  static let verb = Verb(
    "store", summary: "read every byte of the store, and tell what is not as it was made",
    discussion:
      "verify: hold every file of every layer against its digest; with --all, all media, too. Builds read only what has "
      + "changed since it was last read, and so cannot see a disk that decays. Nothing is moved: the next build that needs "
      + "a damaged layer sets it aside and makes it anew. Exit status 1 when anything is wrong.",
    positional: Positional("ACTION", .one, choices: actions, help: "verify"),
    options: [all, SharedOptions.store, SharedOptions.site, SharedOptions.format],
    example: Verb.Example("kiln store verify --all", "reads all layers and all media"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let word = arguments.positionals[0]
    guard actions.contains(word) else {
      throw UsageError(
        "unknown action '\(word)'; it is one of \(actions.joined(separator: ", "))", command: "kiln store")
    }
    let result = try await StoreVerification(store: try arguments.existingStore(in: context))
      .run(withMedia: arguments.has(all))
    try context.print(VerifiedStore(result: result), arguments)
    return result.faults.isEmpty ? .done : .failed
  }
}

private struct VerifiedStore: Report {
  let result: StoreVerification.Result

  func encode(to encoder: any Encoder) throws { try result.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let lines = result.faults + result.strays.map { "\($0) is not the store's: nothing reads it" }
    let media = result.media.map { ", \(count($0, "medium", "media"))" } ?? ""
    let outcome = result.faults.isEmpty ? "all as they were made" : "\(result.faults.count) damaged"
    return lines.map { "\($0)\n" }.joined()
      + "\(count(result.layers, "layer", "layers")), \(count(result.images, "build", "builds"))\(media), \(formatted(bytes: result.bytes)), \(outcome)\n"
  }

  private func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }
}
