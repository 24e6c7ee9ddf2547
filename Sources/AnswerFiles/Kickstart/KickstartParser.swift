import Diagnostics
import Recipes

/// Reads kickstart text, strictly (pykickstart's `parser.py`): what Anaconda would reject, or take for something else, is
/// an error.
///
/// A command is one line; nothing continues it. A section ends with `%end`. Files named by `%include` and `%ksappend` are
/// fetched while installing: they would be in no key, so both are refused.
struct KickstartParser {
  private let version: KickstartVersion
  private let lines: [Substring]
  /// The origin of a line and column, both counted from 1.
  private let origin: (_ line: Int, _ column: Int) -> Origin
  private var next = 0
  private var firstLine: [String: Int] = [:]
  private var kickstart = Kickstart()
  private var problems: [Diagnostic] = []

  /// Every mistake is added to `problems`; what has none is returned.
  static func parse(
    _ text: String, _ version: KickstartVersion, _ problems: inout [Diagnostic],
    origin: @escaping (_ line: Int, _ column: Int) -> Origin
  ) -> Kickstart {
    var parser = KickstartParser(text, version, origin)
    while parser.next < parser.lines.count { parser.readEntry() }
    problems += parser.problems
    return parser.kickstart
  }

  private init(_ text: String, _ version: KickstartVersion, _ origin: @escaping (Int, Int) -> Origin) {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines.map { Substring($0) }
    self.version = version
    self.origin = origin
  }

  private mutating func readEntry() {
    let index = next
    next += 1
    guard checkCharacters(index) else { return }
    guard !isRemark(lines[index]) else { return kickstart.entries.append(.remark(line(index))) }
    let words: [KickstartWord]
    do {
      words = try KickstartWord.words(of: lines[index])
    } catch {
      return fail(error.message, index, error.column)
    }
    guard let first = words.first, !isFetched(first, index) else { return }
    if first.text.hasPrefix("%") {
      readSection(first, words, index)
    } else {
      readCommand(first, words, index)
    }
  }

  private mutating func readCommand(_ name: KickstartWord, _ words: [KickstartWord], _ index: Int) {
    guard check(name, words, index) else { return }
    if !KickstartSyntax.repeatable.contains(name.text),
      let earlier = firstLine.updateValue(index + 1, forKey: name.text)
    {
      return fail("'\(name.text)' is on line \(earlier) already", index, name.column)
    }
    kickstart.entries.append(.command(KickstartCommand(words: words.map(\.text), line: line(index))))
  }

  private mutating func readSection(_ name: KickstartWord, _ words: [KickstartWord], _ index: Int) {
    guard name.text != "%end" else { return fail("'%end' ends no section", index, name.column) }
    let good = check(name, words, index)
    var body: [AnswerFile.Line] = []
    while next < lines.count {
      let inner = next
      let mark = Self.mark(in: lines[inner])
      if let mark, KickstartSyntax.sections.contains(mark.text) { break }
      next += 1
      if mark?.text == "%end" {
        guard good else { return }
        let section = KickstartSection(name: name.text, header: line(index), body: body, end: line(inner))
        return kickstart.entries.append(.section(section))
      }
      if let mark, isFetched(mark, inner) { continue }
      if checkCharacters(inner) { body.append(line(inner)) }
    }
    fail("'\(name.text)' lacks its '%end'", index, name.column)
  }

  /// Whether the version reads a command or header; if not, all that is wrong with it is reported.
  private mutating func check(_ name: KickstartWord, _ words: [KickstartWord], _ index: Int) -> Bool {
    if let problem = KickstartSyntax.problem(name.text, version) {
      fail(problem, index, name.column)
      return false
    }
    let refused = words.dropFirst().compactMap { word in
      KickstartSyntax.problem(word.text, of: name.text, version).map { ($0, word.column) }
    }
    for (problem, column) in refused { fail(problem, index, column) }
    return refused.isEmpty
  }

  /// Whether a line names a file to be read in its place, which is reported.
  private mutating func isFetched(_ name: KickstartWord, _ index: Int) -> Bool {
    guard ["%include", "%ksappend"].contains(name.text) else { return false }
    fail("'\(name.text)' would fetch lines that Kiln does not see; write them here", index, name.column)
    return true
  }

  private mutating func checkCharacters(_ index: Int) -> Bool {
    let allowed = UInt8(ascii: "\t")
    guard let control = lines[index].utf8.firstIndex(where: { $0.isControl && $0 != allowed }) else {
      return true
    }
    let column = lines[index].distance(from: lines[index].startIndex, to: control) + 1
    fail("control character; only tabs and line ends may stand here", index, column)
    return false
  }

  private mutating func fail(_ message: String, _ index: Int, _ column: Int) {
    problems.append(Diagnostic(message, from: origin(index + 1, column)))
  }

  private func line(_ index: Int) -> AnswerFile.Line {
    AnswerFile.Line(String(lines[index]), from: origin(index + 1, 1))
  }

  /// The word with `%` that a line begins with: inside a section too it may end it, or begin another.
  static func mark(in line: some StringProtocol) -> KickstartWord? {
    let rest = line.drop(while: \.isWhitespace)
    guard rest.hasPrefix("%") else { return nil }
    let text = String(rest.prefix { !$0.isWhitespace })
    return KickstartWord(text: text, column: line.distance(from: line.startIndex, to: rest.startIndex) + 1)
  }
}

/// Whether a line outside a script says nothing.
private func isRemark(_ line: Substring) -> Bool {
  line.first { !$0.isWhitespace }.map { $0 == "#" } ?? true
}
