public import Foundation

/// Follows what a serial console prints, as plain text.
public struct SerialConsole {
  public let path: String
  /// Bytes read so far.
  public private(set) var count: UInt64 = 0
  /// The end of what was read, in which a text may have begun.
  private var rest = Data()

  /// Enough for a text and the lines around it.
  private static let overlap = 4096
  /// Of one look.
  private static let limit = 1 << 20

  public init(path: String) {
    self.path = path
  }

  /// What has come since, with the end of what came before.
  public mutating func read() -> String {
    if let handle = FileHandle(forReadingAtPath: path) {
      defer { try? handle.close() }
      if (try? handle.seek(toOffset: count)) != nil,
        let new = try? handle.read(upToCount: Self.limit)
      {
        count += UInt64(new.count)
        rest = rest.suffix(Self.overlap) + new
      }
    }
    return Self.plain(rest)
  }

  /// The last lines of a console's log.
  public static func lastLines(of path: String, _ count: Int = 15) -> [String] {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    let lines = plain(data.suffix(16_384)).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return Array(lines.filter { !$0.isEmpty }.suffix(count))
  }

  /// Without what steers a terminal: escape sequences (ECMA-48, 5.4; character sets, ISO 2022) and control characters.
  public static func plain(_ bytes: Data) -> String {
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
      .replacingOccurrences(
        of: #"\x1B(\[[0-9:;?]*[A-Za-z]|[()][A-Z0-9])"#, with: "", options: .regularExpression)
    return String(text.filter { $0.isNewline || !$0.isControl })
  }
}

extension Character {
  fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
}
