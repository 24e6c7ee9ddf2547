/// Rows of text in aligned columns.
public struct Table: Hashable, Sendable {
  /// On which side of its column a cell stands.
  public enum Alignment: Hashable, Sendable {
    case left, right
  }

  /// A column's title and alignment.
  public struct Column: Hashable, Sendable {
    public let title: String
    public let alignment: Alignment

    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
  }

  public let columns: [Column]
  /// A row with fewer cells than columns ends early; cells beyond the columns are not shown.
  public var rows: [[String]]

  public init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The titles, bold where the terminal can, and a line for each row; each line with its line end.
  public func text(on terminal: Terminal) -> String {
    let titles = columns.map(\.title)
    let rows = rows.map { row in row.map(Self.oneLine) }
    let widths = columns.indices.map { index in
      ([titles] + rows).map { index < $0.count ? displayWidth($0[index]) : 0 }.max() ?? 0
    }
    let header = terminal.styled(line(titles, widths), .bold)
    return ([header] + rows.map { line($0, widths) }).map { $0 + "\n" }.joined()
  }

  private static func oneLine(_ cell: String) -> String {
    let cell = visible(cell)
    return cell.utf8.contains(UInt8(ascii: "\n")) ? cell.replacing("\n", with: " ") : cell
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let shown = zip(zip(columns, widths), cells).map { column, cell in
      column.0.alignment == .left
        ? padded(cell, to: column.1) : String(repeating: " ", count: column.1 - displayWidth(cell)) + cell
    }
    var line = shown.joined(separator: "  ")
    while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
    return line
  }
}
