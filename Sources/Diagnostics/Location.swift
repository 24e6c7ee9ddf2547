/// A place in a text file; lines and columns count from 1.
public struct Location: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The file's path, as the user would type it.
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, the form that editors and terminals make clickable.
  public var description: String { "\(file):\(line):\(column)" }

  /// Orders by file, then line, then column.
  public static func < (left: Location, right: Location) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}
