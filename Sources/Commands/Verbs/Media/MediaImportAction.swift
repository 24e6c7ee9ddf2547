import Console
import Factory

enum MediaImportAction: MediaAction {
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
