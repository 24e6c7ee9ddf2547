import Diagnostics
import Recipes
import YAML

/// Reads preseed text, strictly: what the installer and debconf-set-selections(1) would read differently is an error.
///
/// The installer drops lines that begin with `#`, even between continued lines, strips blanks around continued lines and
/// joins them with one blank; debconf-set-selections skips indented comments too, and joins lines as they are.
struct PreseedParser {
  private static let types = [
    "string", "boolean", "select", "multiselect", "note", "password", "text", "title", "seen",
  ]

  private let lines: [Substring]
  /// The origin of a line and column, both counted from 1.
  private let origin: (_ line: Int, _ column: Int) -> Origin
  private var next = 0
  private var firstLine: [Directive.Question: Int] = [:]
  private var preseed = Preseed()
  private var problems: [Diagnostic] = []

  /// Every mistake is added to `problems`; the directives without one are returned.
  static func parse(
    _ text: String, _ problems: inout [Diagnostic],
    origin: @escaping (_ line: Int, _ column: Int) -> Origin
  ) -> Preseed {
    var parser = PreseedParser(text, origin)
    while parser.next < parser.lines.count { parser.readEntry() }
    problems += parser.problems
    return parser.preseed
  }

  private init(_ text: String, _ origin: @escaping (Int, Int) -> Origin) {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines.map { Substring($0) }
    self.origin = origin
  }

  private mutating func readEntry() {
    let first = next
    if lines[first].hasPrefix("#") || isBlank(lines[first]) {
      preseed.entries.append(.remark(AnswerFile.Line(String(lines[first]), from: origin(first + 1, 1))))
      next += 1
      return
    }
    while continues(lines[next]), next + 1 < lines.count { next += 1 }
    let group = first...next
    next += 1
    if group.map({ check($0, first: first) }).allSatisfy({ $0 }) { readDirective(group) }
  }

  /// Whether a line of a directive is read alike by all who read it.
  private mutating func check(_ index: Int, first: Int) -> Bool {
    let line = lines[index]
    let trimmed = trim(line)
    if let control = line.utf8.firstIndex(where: { $0.isControl && $0 != UInt8(ascii: "\t") }) {
      return fail("control character; only tabs and line ends may stand here", index, control)
    }
    if index == first, trimmed.hasPrefix("#") {
      return fail("a comment must begin in the first column", index, trimmed.startIndex)
    }
    if index > first, line.hasPrefix("#") || isBlank(line) {
      return fail("a comment or blank line inside a continued directive", index, line.startIndex)
    }
    if trimmed.hasSuffix(#"\"#), !continues(line) {
      return fail(#"blanks after '\': the line is not continued"#, index, trimmed.endIndex)
    }
    guard continues(line) else { return true }
    let backslash = line.index(before: line.endIndex)
    if index == lines.count - 1 {
      return fail(#"'\' continues the line past the end of the file"#, index, backslash)
    }
    if backslash > line.startIndex, !line[line.index(before: backslash)].isWhitespace {
      return fail(#"put a blank before the '\' that continues a line"#, index, backslash)
    }
    return true
  }

  private mutating func readDirective(_ group: ClosedRange<Int>) {
    let index = group.lowerBound
    let head = content(index)
    let words = head.split(maxSplits: 3, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
    guard words.count >= 3 else {
      return _ = fail("expected 'owner question type value' on one line", index, head.endIndex)
    }
    let question = Directive.Question(owner: String(words[0]), name: String(words[1]))
    guard words[1].contains("/") else {
      return _ = fail(
        "'\(words[1])' is no question; is the owner, such as 'd-i', missing?", index, words[1].startIndex)
    }
    guard Self.types.contains(String(words[2])) else {
      let known = Self.types.joined(separator: ", ")
      return _ = fail("unknown type '\(words[2])'; known are \(known)", index, words[2].startIndex)
    }
    if words[2] == "boolean",
      words.count < 4 || !["true", "false"].contains(trim(words[3])) || group.count > 1
    {
      return _ = fail("a boolean is 'true' or 'false'", index, words.last?.startIndex ?? head.startIndex)
    }
    if words[2] != "seen", let earlier = firstLine.updateValue(index + 1, forKey: question) {
      return _ = fail("'\(question.name)' is answered on line \(earlier) already", index, words[1].startIndex)
    }
    add(question, String(words[2]), value: words.count > 3 ? trim(words[3]) : "", group)
  }

  private mutating func add(
    _ question: Directive.Question, _ type: String, value: Substring, _ group: ClosedRange<Int>
  ) {
    let first = Sourced(String(value), from: origin(group.lowerBound + 1, 1))
    let rest = group.dropFirst().map { Sourced(String(content($0)), from: origin($0 + 1, 1)) }
    let parts = ([first] + rest).filter { !$0.value.isEmpty }
    let lines = group.map { AnswerFile.Line(String(self.lines[$0]), from: origin($0 + 1, 1)) }
    preseed.entries.append(.directive(Directive(question, type: type, parts: parts, lines: lines)))
  }

  private mutating func fail(_ message: String, _ index: Int, _ place: String.Index) -> Bool {
    let column = lines[index].distance(from: lines[index].startIndex, to: place) + 1
    problems.append(Diagnostic(message, from: origin(index + 1, column)))
    return false
  }

  /// A line without the blanks around it and the backslash that continues it.
  private func content(_ index: Int) -> Substring {
    trim(continues(lines[index]) ? lines[index].dropLast() : lines[index])
  }
}

private func continues(_ line: Substring) -> Bool { line.utf8.last == UInt8(ascii: #"\"#) }

private func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

private func trim(_ text: Substring) -> Substring {
  var text = text.drop(while: \.isWhitespace)
  while text.last?.isWhitespace == true { text.removeLast() }
  return text
}

extension PreseedParser {
  /// The partial answer file that a distribution names, made fit for its machine; empty where it names none.
  static func partial(
    _ partial: Installer.PartialAnswers?, for appliance: Appliance, _ problems: inout [Diagnostic]
  ) -> Preseed {
    guard let partial else { return Preseed() }
    return parse(MachinePlaceholder.fill(partial.text, for: appliance), &problems) {
      .answers(Location(file: partial.path, line: $0, column: $1))
    }
  }
}
