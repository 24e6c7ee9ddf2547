import Diagnostics
import Recipes

/// Reads kickstart text, strictly (pykickstart's `parser.py`): what Anaconda would reject, or take for something else, is
/// an error.
///
/// A command is one line; nothing continues it. A section ends with `%end`. What `%include` names must be written by a `%pre` of
/// the same text, and so be in the key; `%ksappend` fetches while installing, and is refused.
struct KickstartParser {
  /// What was read, and what a person should know of it.
  struct Reading {
    var kickstart = Kickstart()
    var warnings: [Diagnostic] = []
  }

  private let version: KickstartVersion
  private let lines: [Substring]
  /// The origin of a line and column, both counted from 1.
  private let origin: (_ line: Int, _ column: Int) -> Origin
  /// All `%pre` sections.
  private let early: [KickstartSection]
  private var next = 0
  private var seen: [String: (line: Int, words: [String])] = [:]
  private var reading = Reading()
  private var problems: [Diagnostic] = []

  /// Every mistake is added to `problems`; what has none is returned.
  static func parse(
    _ text: String, _ version: KickstartVersion, _ problems: inout [Diagnostic],
    origin: @escaping (_ line: Int, _ column: Int) -> Origin
  ) -> Reading {
    var parser = KickstartParser(text, version, origin)
    while parser.next < parser.lines.count { parser.readEntry() }
    problems += parser.problems
    return parser.reading
  }

  private init(_ text: String, _ version: KickstartVersion, _ origin: @escaping (Int, Int) -> Origin) {
    let (carriageReturn, lineFeed) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
    var lines = text.utf8.split(separator: lineFeed, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let first = lines.firstIndex { $0.last == carriageReturn }
    self.lines = lines.map { Substring($0.last == carriageReturn ? $0.dropLast() : $0) }
    self.version = version
    self.origin = origin
    early = Self.early(self.lines)
    if let first { warn("lines end with CR LF, as on Windows; the CR is left out", first, 1) }
  }

  private static func early(_ lines: [Substring]) -> [KickstartSection] {
    var sections: [KickstartSection] = []
    var isInside = false
    for line in lines {
      let text = AnswerFile.Line(String(line), from: .standard)
      if let mark = mark(in: line)?.text, KickstartSyntax.sections.contains(mark) || mark == "%end" {
        isInside = mark == "%pre"
        if isInside { sections.append(KickstartSection(name: mark, header: text, body: [], end: text)) }
      } else if isInside {
        sections[sections.count - 1].body.append(text)
      }
    }
    return sections
  }

  private mutating func readEntry() {
    let index = next
    next += 1
    guard checkCharacters(index) else { return }
    guard !isRemark(lines[index]) else { return reading.kickstart.entries.append(.remark(line(index))) }
    warnOfTemplate(index)
    let words: [KickstartWord]
    do {
      words = try KickstartWord.words(of: lines[index])
    } catch {
      return fail(error.message, index, error.column)
    }
    guard let first = words.first else { return }
    if ["%include", "%ksappend"].contains(first.text) {
      guard isWritten(words, index) else { return }
      reading.kickstart.entries.append(
        .command(KickstartCommand(words: words.map(\.text), line: line(index))))
    } else if first.text.hasPrefix("%") {
      readSection(first, words, index)
    } else {
      readCommand(first, words, index)
    }
  }

  private mutating func readCommand(_ name: KickstartWord, _ words: [KickstartWord], _ index: Int) {
    let texts = words.map(\.text)
    let earlier = seen.updateValue((index + 1, texts), forKey: name.text)
    guard check(words, index) else { return }
    if let excluded = KickstartSyntax.excluded(by: name.text, version).sorted().first(where: {
      seen[$0] != nil
    }) {
      let place = seen[excluded].map { " of line \($0.line)" } ?? ""
      return fail("'\(name.text)' cannot stand beside the '\(excluded)'\(place)", index, name.column)
    }
    if let earlier, !KickstartSyntax.repeatable.contains(name.text) {
      guard earlier.words == texts else {
        return fail("'\(name.text)' is on line \(earlier.line) already", index, name.column)
      }
      return warn("this is on line \(earlier.line) already", index, name.column)
    }
    reading.kickstart.entries.append(.command(KickstartCommand(words: texts, line: line(index))))
  }

  private mutating func readSection(_ name: KickstartWord, _ words: [KickstartWord], _ index: Int) {
    guard name.text != "%end" else { return fail("'%end' ends no section", index, name.column) }
    let good = check(words, index)
    var body: [AnswerFile.Line] = []
    while next < lines.count {
      let inner = next
      let mark = Self.mark(in: lines[inner])
      if let mark, KickstartSyntax.sections.contains(mark.text) { break }
      next += 1
      if mark?.text == "%end" {
        guard good else { return }
        let section = KickstartSection(name: name.text, header: line(index), body: body, end: line(inner))
        return reading.kickstart.entries.append(.section(section))
      }
      if let mark, ["%include", "%ksappend"].contains(mark.text) {
        let named =
          lines[inner].split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init) ?? ""
        guard isWritten([mark, KickstartWord(text: named, column: mark.column)], inner) else { continue }
      }
      if name.text == "%packages", !isRemark(lines[inner]) { warnOfTemplate(inner) }
      if checkCharacters(inner) { body.append(line(inner)) }
    }
    fail("'\(name.text)' lacks its '%end'", index, name.column)
  }

  /// Whether the version reads a command or header; if not, all that is wrong with it is reported.
  private mutating func check(_ words: [KickstartWord], _ index: Int) -> Bool {
    let verdict = KickstartSyntax.verdict(words, version)
    for fault in verdict.problems { fail(fault.message, index, fault.column) }
    for fault in verdict.warnings { warn(fault.message, index, fault.column) }
    return verdict.problems.isEmpty
  }

  /// Whether what a line has read in its place is known all the same: a `%pre` of this text writes it.
  private mutating func isWritten(_ words: [KickstartWord], _ index: Int) -> Bool {
    let name = words[0]
    if name.text == "%include", words.count > 1, words[1].text.hasPrefix("/"),
      early.contains(where: { $0.output(to: words[1].text).isWritten })
    {
      return true
    }
    let way = name.text == "%include" ? ", or have a %pre of this file write them" : ""
    fail("'\(name.text)' would fetch lines that Kiln does not see; write them here\(way)", index, name.column)
    return false
  }

  /// What a template engine should have filled in.
  private mutating func warnOfTemplate(_ index: Int) {
    let text = lines[index]
    for (open, close) in [("@@", "@@"), ("${", "}"), ("{{", "}}")] {
      guard let start = text.firstRange(of: open),
        let end = text[start.upperBound...].firstRange(of: close), end.lowerBound > start.upperBound
      else { continue }
      let word = text[start.lowerBound..<end.upperBound]
      let column = text.distance(from: text.startIndex, to: start.lowerBound) + 1
      return warn("'\(word)' looks like a template's, and is taken as it stands", index, column)
    }
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

  private mutating func warn(_ message: String, _ index: Int, _ column: Int) {
    reading.warnings.append(Diagnostic(message, from: origin(index + 1, column)))
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
