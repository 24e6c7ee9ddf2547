/// A suite of an archive that package sources name and a build does without, such as `trixie-updates` where no mirror has it.
///
/// What is taken out stays in the text as comments, so that it can be put back whatever else a step changes there
/// (sources.list(5): one-line style and deb822, both of which know lines that begin with `#`).
struct SuiteOmission: Sendable {
  /// Before a line that is left out.
  private static let out = "#kiln-out# "
  /// Before and after a suite, then comes the line that had it; the next one stands for that.
  private static let (was, wasEnd) = ("#kiln-was ", "# ")
  let suite: String

  /// The text without the suite.
  func apply(to text: String) -> String {
    mapStanzas(of: text) { lines in
      let omitted = lines.map(oneLine)
      guard let index = omitted.firstIndex(where: names) else { return omitted }
      let rest = Self.without(suite, omitted[index])
      if !rest.contains(" ") { return omitted.map { $0.hasPrefix("#") ? $0 : Self.out + $0 } }
      return omitted[..<index] + [Self.was + suite + Self.wasEnd + omitted[index], rest]
        + omitted[(index + 1)...]
    }
  }

  /// The text with what ``apply(to:)`` took out; a line that was changed meanwhile stays so, and gets the suites too.
  static func revert(in text: String) -> String {
    var lines: [String] = []
    // What the next line was before each omission.
    var before: [(suite: String, line: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix(was), let end = line.firstRange(of: wasEnd) {
        before.append((String(line[..<end.lowerBound].dropFirst(was.count)), String(line[end.upperBound...])))
      } else if let first = before.first, let last = before.last {
        let isUntouched = line == without(last.suite, last.line)
        lines.append(isUntouched ? first.line : with(before.map(\.suite), line))
        before = []
      } else {
        lines.append(line.hasPrefix(out) ? String(line.dropFirst(out.count)) : line)
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func without(_ suite: String, _ line: String) -> String {
    line.split(separator: " ").filter { $0 != suite }.joined(separator: " ")
  }

  /// Where a line still is one of suites, these too.
  private static func with(_ suites: [String], _ line: String) -> String {
    guard line.lowercased().hasPrefix("suites:") else { return line }
    let words = line.split(separator: " ").map(String.init)
    return (words + suites.filter { !words.contains($0) }).joined(separator: " ")
  }

  /// `deb [options] URI SUITE COMPONENT…`
  private func oneLine(_ line: String) -> String {
    let words = line.split { $0 == " " || $0 == "\t" }.drop {
      $0 == "deb" || $0 == "deb-src" || $0.hasPrefix("[")
    }
    guard line.hasPrefix("deb"), words.dropFirst().contains(where: { $0 == suite }) else { return line }
    return Self.out + line
  }

  /// `Suites: SUITE…`, on one line, as the tools of Debian and Ubuntu write it.
  private func names(_ line: String) -> Bool {
    line.lowercased().hasPrefix("suites:") && line.split(separator: " ").contains { $0 == suite }
  }

  private func mapStanzas(of text: String, _ change: ([String]) -> [String]) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let stanzas = lines.split(separator: "", omittingEmptySubsequences: false).map { change(Array($0)) }
    return stanzas.joined(separator: [""]).joined(separator: "\n")
  }
}
