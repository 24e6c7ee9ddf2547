import Diagnostics
import Recipes
import YAML

/// Reads preseed text as the installer does (preseed, `debconf-set-selections`), strictly: what it takes for something else
/// than a person means is an error.
///
/// The installer drops carriage returns, empty lines and lines that begin with `#`, even between continued lines, strips
/// blanks around continued lines and joins them with one blank.
struct PreseedParser {
  private static let types = [
    "string", "boolean", "select", "multiselect", "note", "password", "text", "title", "error", "seen",
  ]

  private let lines: [Substring]
  /// The origin of a line and column, both counted from 1.
  private let origin: (_ line: Int, _ column: Int) -> Origin
  private var next = 0
  private var first: [Directive.Question: (line: Int, directive: Directive)] = [:]
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
    self.lines = lines.map { Substring($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0) }
    self.origin = origin
  }

  private mutating func readEntry() {
    let first = next
    if isRemark(lines[first]) {
      if let mark = TemplateMark.directive(in: String(lines[first])) {
        let message = "'\(mark)' looks like another tool's template, which nothing fills in"
        preseed.warnings.append(Diagnostic(message, from: origin(first + 1, 1)))
      }
      preseed.entries.append(.remark(AnswerFile.Line(String(lines[first]), from: origin(first + 1, 1))))
      next += 1
      return
    }
    var group = [first]
    next += 1
    var isWhole = true
    while isWhole, let last = group.last, continues(lines[last]) {
      if let following = following(last) { group.append(following) } else { isWhole = false }
    }
    if group.map({ check($0, first: first) }).allSatisfy({ $0 }), isWhole { readDirective(group) }
  }

  /// The line that continues another, past what the installer drops between; nil, and reported, where there is none, or where
  /// it begins a directive of its own, which would be swallowed.
  private mutating func following(_ index: Int) -> Int? {
    while next < lines.count, isRemark(lines[next]) { next += 1 }
    guard next < lines.count else {
      next = index + 1
      _ = fail(
        #"'\' continues the line past the end of the file"#, index,
        lines[index].index(before: lines[index].endIndex))
      return nil
    }
    guard next == index + 1 || isIndented(lines[next]) else {
      next = index + 1
      _ = fail("a comment or blank line inside a continued directive", next, lines[next].startIndex)
      return nil
    }
    next += 1
    return next - 1
  }

  /// Whether a line of a directive is read as it is meant.
  private mutating func check(_ index: Int, first: Int) -> Bool {
    let line = lines[index]
    let trimmed = trim(line)
    if let control = line.utf8.firstIndex(where: { $0.isControl && $0 != UInt8(ascii: "\t") }) {
      return fail("control character; only tabs and line ends may stand here", index, control)
    }
    if index == first, trimmed.hasPrefix("#") {
      return fail("a comment must begin in the first column", index, trimmed.startIndex)
    }
    if trimmed.hasSuffix(#"\"#), !continues(line) {
      return fail(#"blanks after '\': the line is not continued"#, index, trimmed.endIndex)
    }
    guard continues(line) else { return true }
    let backslash = line.index(before: line.endIndex)
    let isFollowed = lines[(index + 1)...].first { !isRemark($0) }.map(isIndented) ?? true
    if backslash > line.startIndex, !isFollowed, !Self.parting.contains(line[line.index(before: backslash)]) {
      return fail(#"put a blank before the '\' that continues a line"#, index, backslash)
    }
    return true
  }

  /// Where a blank that the installer puts between two lines changes nothing.
  private static let parting: Set<Character> = [" ", "\t", ";", "&", "|", "{", "("]

  private mutating func readDirective(_ group: [Int]) {
    var words: [Substring] = []
    // The line that each word stands on.
    var places: [Int] = []
    var value: Substring = ""
    var rest = group[...]
    while words.count < 3, let line = rest.popFirst() {
      let missing = 3 - words.count
      let found = content(line).split(maxSplits: missing, whereSeparator: \.isWhitespace)
      words += found.prefix(missing)
      places += found.prefix(missing).map { _ in line }
      if found.count > missing { value = trim(found[missing]) }
    }
    let index = group[0]
    let head = content(index)
    let mark = TemplateMark.first(in: String(head), isShell: false)
    let hint = mark.map { "; '\($0)' looks like another tool's template, to be filled in first" } ?? ""
    guard words.count >= 3 else {
      return _ = fail("expected 'owner question type value'\(hint)", index, head.endIndex)
    }
    let name = String(words[1])
    let owner = DebconfQuestions.isInstallersOwn(name) ? "d-i" : String(words[0])
    let question = Directive.Question(owner: owner, name: name)
    guard words[1].contains("/") || !Self.types.contains(String(words[1])) else {
      return _ = fail(
        "'\(words[1])' is no question; is the owner, such as 'd-i', missing?", places[1], words[1].startIndex)
    }
    guard Self.types.contains(String(words[2])) else {
      let known = Self.types.joined(separator: ", ")
      return _ = fail("unknown type '\(words[2])'; known are \(known)\(hint)", places[2], words[2].startIndex)
    }
    let first = Sourced(String(value), from: origin(places[2] + 1, 1))
    let directive = directive(question, String(words[2]), first, rest, group)
    if words[2] == "boolean", !["true", "false"].contains(directive.value) {
      let place = value.isEmpty ? words[2].startIndex : value.startIndex
      return _ = fail("a boolean is 'true' or 'false'", places[2], place)
    }
    add(directive, at: places[1])
  }

  private func directive(
    _ question: Directive.Question, _ type: String, _ first: Sourced<String>, _ rest: ArraySlice<Int>,
    _ group: [Int]
  ) -> Directive {
    let further = rest.map { Sourced(String(content($0)), from: origin($0 + 1, 1)) }
    let parts = ([first] + further).filter { !$0.value.isEmpty }
    let lines = (group[0]...group[group.count - 1]).map {
      AnswerFile.Line(String(self.lines[$0]), from: origin($0 + 1, 1))
    }
    return Directive(question, type: type, parts: parts, lines: lines)
  }

  /// One that stands there twice, alike, counts once.
  private mutating func add(_ directive: Directive, at index: Int) {
    let name = directive.question.name
    guard !directive.isFlag, let earlier = first[directive.question] else {
      if !directive.isFlag { first[directive.question] = (index + 1, directive) }
      return preseed.entries.append(.directive(directive))
    }
    guard earlier.directive.type == directive.type, earlier.directive.value == directive.value else {
      let place = lines[index].firstRange(of: name)?.lowerBound ?? lines[index].startIndex
      return _ = fail("'\(name)' is answered on line \(earlier.line) already", index, place)
    }
    let message = "'\(name)' is answered alike on line \(earlier.line) already"
    preseed.warnings.append(Diagnostic(message, from: origin(index + 1, 1)))
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

/// Whether the installer drops a line.
private func isRemark(_ line: Substring) -> Bool { line.hasPrefix("#") || line.allSatisfy(\.isWhitespace) }

private func isIndented(_ line: Substring) -> Bool { line.first?.isWhitespace == true }

/// Without the blanks around it.
func trim(_ text: Substring) -> Substring {
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
