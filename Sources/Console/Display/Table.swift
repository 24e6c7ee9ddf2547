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
    /// Whether its cells may be cut where there is no room for them.
    public let isCut: Bool

    public init(_ title: String, _ alignment: Alignment = .left, isCut: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isCut = isCut
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
  ///
  /// On a terminal that is too narrow, the last column is wrapped, or stands below its row; where the others do not fit
  /// either, all but the first are wrapped, and where they do not fit even so, each row is a list of titles and cells. Outside of
  /// columns that may be cut no word is, so that a path can be copied. In a file or a pipe each row is one line.
  public func text(on terminal: Terminal) -> String {
    let cells = rows.map { row in row.prefix(columns.count).map { terminal.shown(Self.oneLine($0)) } }
    let layout = TableLayout(
      columns: columns, rows: cells, width: terminal.isTerminal ? terminal.width : .max,
      ellipsis: terminal.ellipsis)
    let (titles, lines) = layout.lines
    return (titles.map { terminal.styled($0, .bold) } + lines).map { $0 + "\n" }.joined()
  }

  private static func oneLine(_ cell: String) -> String {
    let cell = visible(cell)
    return cell.utf8.contains(UInt8(ascii: "\n")) ? cell.replacing("\n", with: " ") : cell
  }
}

/// A table's cells, each of one line, and the columns of the terminal that they are to fit in.
private struct TableLayout {
  let columns: [Table.Column]
  let rows: [[String]]
  let width: Int
  /// What stands for what is cut.
  let ellipsis: String

  /// Between columns.
  private static let gap = 2
  /// A column of prose narrower than this is hard to read.
  private static let narrowest = 24
  private static let indent = 4

  /// The lines of titles, and those below them.
  var lines: (titles: [String], rows: [String]) {
    let titles = columns.map(\.title)
    let widths = columns.indices.map { index in
      ([titles] + rows).map { index < $0.count ? displayWidth($0[index]) : 0 }.max() ?? 0
    }
    let total = widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
    guard total > width, columns.count > 1, columns.last?.alignment == .left else {
      return ([line(titles, widths)], rows.map { line($0, widths) })
    }
    let lead = total - (widths.last ?? 0)
    if width - lead >= max(Self.narrowest, longestWordOfLastColumn) {
      return ([line(titles, widths)], rows.flatMap { wrapped($0, widths, lead: lead) })
    }
    if lead - Self.gap <= width { return (below(titles, widths), rows.flatMap { below($0, widths) }) }
    if let narrow = narrowed(widths) {
      return (folded(titles, narrow), rows.flatMap { folded($0, narrow) })
    }
    guard let narrow = narrowed(widths.dropLast()) else { return ([], rows.flatMap(record)) }
    return (foldedAndBelow(titles, narrow), rows.flatMap { foldedAndBelow($0, narrow) })
  }

  /// Widths of the first columns that fit, the first as before, the others with room for their longest words; nil where none do.
  private func narrowed(_ widths: [Int]) -> [Int]? {
    let least = widths.indices.map { index in
      index == 0 ? widths[0] : min(widths[index], max(Self.leastOfColumn, longestWord(of: index)))
    }
    var spare = width - Self.gap * (widths.count - 1) - least.reduce(0, +)
    guard spare >= 0 else { return nil }
    return zip(widths, least).map { wanted, least in
      let more = min(spare, wanted - least)
      spare -= more
      return least + more
    }
  }

  /// Those of a column that is wrapped or cut.
  private static let leastOfColumn = 12

  private func longestWord(of index: Int) -> Int {
    guard !columns[index].isCut else { return 0 }
    return ([columns.map(\.title)] + rows).filter { index < $0.count }.flatMap {
      $0[index].split(separator: " ")
    }
    .map { displayWidth($0) }.max() ?? 0
  }

  /// A row in as many lines as its longest cell needs.
  private func folded(_ cells: [String], _ widths: [Int]) -> [String] {
    let columns = cells.enumerated().map { index, cell in
      guard displayWidth(cell) > widths[index] else { return [cell] }
      return self.columns[index].isCut
        ? [truncated(cell, to: widths[index], mark: ellipsis)] : wrap(cell, width: widths[index])
    }
    return (0..<(columns.map(\.count).max() ?? 0)).map { number in
      line(columns.map { number < $0.count ? $0[number] : "" }, widths)
    }
  }

  private var longestWordOfLastColumn: Int {
    rows.filter { $0.count == columns.count }.flatMap { ($0.last ?? "").split(separator: " ") }
      .map { displayWidth($0) }.max() ?? 0
  }

  /// The last cell in as many lines as it needs, in its column.
  private func wrapped(_ cells: [String], _ widths: [Int], lead: Int) -> [String] {
    guard cells.count == columns.count, let last = cells.last else { return [line(cells, widths)] }
    let parts = wrap(last, width: width - lead)
    return [line(cells.dropLast() + parts.prefix(1), widths)]
      + parts.dropFirst().map { String(repeating: " ", count: lead) + $0 }
  }

  /// The last cell in lines of its own.
  private func below(_ cells: [String], _ widths: [Int]) -> [String] {
    guard cells.count == columns.count, let last = cells.last, !last.isEmpty else {
      return [line(cells, widths)]
    }
    return [line(cells.dropLast(), widths)] + indented(last, by: Self.indent)
  }

  private func foldedAndBelow(_ cells: [String], _ widths: [Int]) -> [String] {
    let lead = folded(Array(cells.prefix(widths.count)), widths)
    guard cells.count == columns.count, let last = cells.last, !last.isEmpty else { return lead }
    return lead + indented(last, by: Self.indent)
  }

  /// The first cell, and below it each other with its title.
  private func record(_ cells: [String]) -> [String] {
    let named = zip(columns, cells).dropFirst().filter { !$0.1.isEmpty }
    let column = columns.dropFirst().map { displayWidth($0.title) }.max() ?? 0
    return cells.prefix(1)
      + named.flatMap { title, cell in
        let lines = indented(cell, by: column + 2 * Self.gap)
        let first = (lines.first ?? "").dropFirst(column + 2 * Self.gap)
        return ["  " + padded(title.title, to: column) + "  " + first] + lines.dropFirst()
      }
  }

  private func indented(_ text: String, by indent: Int) -> [String] {
    wrap(text, width: width - indent).map { String(repeating: " ", count: indent) + $0 }
  }

  private func line(_ cells: some Sequence<String>, _ widths: [Int]) -> String {
    let shown = zip(zip(columns, widths), cells).map { column, cell in
      column.0.alignment == .left
        ? padded(cell, to: column.1) : String(repeating: " ", count: column.1 - displayWidth(cell)) + cell
    }
    var line = shown.joined(separator: String(repeating: " ", count: Self.gap))
    while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
    return line
  }
}
