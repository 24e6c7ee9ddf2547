/// The difference of two texts in the unified format of diff(1), without its head.
enum UnifiedDiff {
  /// How many lines of a text are compared, and how many of a difference are told.
  private static let longestText = 5000
  private static let longest = 80
  /// Around what differs.
  private static let context = 3

  /// - Parameters: a text's content; empty where there is none.
  /// - Returns: nil where the texts are too long.
  static func lines(from before: String, to after: String) -> [String]? {
    let (old, new) = (Self.split(before), Self.split(after))
    guard old.count <= longestText, new.count <= longestText else { return nil }
    let all = merged(old, new)
    let lines = hunks(all)
    guard lines.count > longest else { return lines }
    return lines.prefix(longest) + ["… \(lines.count - longest) more lines"]
  }

  private static func split(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }

  private enum Line {
    case both(Substring), old(Substring), new(Substring)

    var isSame: Bool { if case .both = self { true } else { false } }

    var text: String {
      switch self {
      case .both(let line): " \(line)"
      case .old(let line): "-\(line)"
      case .new(let line): "+\(line)"
      }
    }
  }

  /// All lines of both, in order; what is gone before what takes its place.
  private static func merged(_ old: [Substring], _ new: [Substring]) -> [Line] {
    var gone: Set<Int> = []
    var come: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): gone.insert(offset)
      case .insert(let offset, _, _): come.insert(offset)
      }
    }
    var lines: [Line] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, gone.contains(i) {
        lines.append(.old(old[i]))
        i += 1
      } else if j < new.count, come.contains(j) {
        lines.append(.new(new[j]))
        j += 1
      } else {
        guard i < old.count, j < new.count else { break }
        lines.append(.both(old[i]))
        i += 1
        j += 1
      }
    }
    return lines
  }

  /// Those that differ, with some around them, each stretch below a line that says where it is.
  private static func hunks(_ lines: [Line]) -> [String] {
    let changed = lines.indices.filter { !lines[$0].isSame }
    var ranges: [Range<Int>] = []
    for index in changed {
      let range = max(0, index - context)..<min(lines.count, index + context + 1)
      if let last = ranges.last, last.upperBound >= range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
    return ranges.flatMap { [head(of: $0, in: lines)] + lines[$0].map(\.text) }
  }

  private static func head(of range: Range<Int>, in lines: [Line]) -> String {
    func place(_ sign: String, _ isCounted: (Line) -> Bool) -> String {
      let start = lines[..<range.lowerBound].count(where: isCounted)
      let count = lines[range].count(where: isCounted)
      return "\(sign)\(count == 0 ? start : start + 1)\(count == 1 ? "" : ",\(count)")"
    }
    let old = place("-") { if case .new = $0 { false } else { true } }
    let new = place("+") { if case .old = $0 { false } else { true } }
    return "@@ \(old) \(new) @@"
  }
}
