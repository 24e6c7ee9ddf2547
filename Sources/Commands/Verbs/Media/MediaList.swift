import Console
import Factory
import Roots

enum MediaList: MediaAction {
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
struct MediaItems: Report {
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
