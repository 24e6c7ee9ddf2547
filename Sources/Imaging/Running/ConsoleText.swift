import Foundation
import Machine

/// What a guest writes to its console, as lines of plain text for whoever is no terminal: without colours, cursor movements and
/// what overwrites itself.
struct ConsoleText {
  private var rest: [UInt8] = []
  /// A guest that never ends its line must not fill the memory.
  private static let longestLine = 64 << 10

  /// - Returns: the text of all lines that have ended, or are too long to wait for.
  mutating func add(_ bytes: some Sequence<UInt8>) -> String {
    rest += bytes
    let end =
      rest.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
      ?? (rest.count > Self.longestLine ? rest.count : 0)
    defer { rest.removeFirst(end) }
    return Self.plain(rest[..<end])
  }

  /// The text of the line that has not ended, such as a login's prompt.
  mutating func finish() -> String {
    defer { rest = [] }
    let text = Self.plain(rest[...])
    return text.isEmpty ? "" : text + "\n"
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String { SerialConsole.plain(Data(bytes)) }
}
