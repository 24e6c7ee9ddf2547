import Recipes

/// One answer of a preseed file: `owner question type value`
/// (debconf-set-selections(1); Debian installation guide, appendix B.3).
struct Directive: Hashable {
  /// Two directives that agree in this answer the same question.
  struct Question: Hashable {
    /// `d-i` for the installer, whatever is written before a question of its own, else the package that asks.
    var owner: String
    /// Such as `time/zone`.
    var name: String
  }

  let question: Question
  /// Such as `string` or `boolean`.
  let type: String
  /// The value, cut where its lines are cut; the installer joins them with one blank.
  let parts: [Sourced<String>]
  /// As it stands in the file.
  let lines: [AnswerFile.Line]

  var value: String { parts.map(\.value).joined(separator: " ") }

  /// A directive as parsed; `lines` are kept byte for byte.
  init(_ question: Question, type: String, parts: [Sourced<String>], lines: [AnswerFile.Line]) {
    self.question = question
    self.type = type
    self.parts = parts
    self.lines = lines
  }

  /// An answer to a question of the installer, a line for each part when there are several.
  init(_ name: String, _ type: String, parts: [Sourced<String>], from origin: Origin) {
    self.init(Question(owner: "d-i", name: name), type, parts: parts, from: origin)
  }

  /// An answer to a question of the installer, on one line.
  init(_ name: String, _ type: String, _ value: String, from origin: Origin) {
    self.init(name, type, parts: value.isEmpty ? [] : [Sourced(value, from: origin)], from: origin)
  }

  /// Whether it is debconf's flag that a question has been shown, and no answer.
  var isFlag: Bool { type == "seen" }

  /// Whether the installer takes it for the answer to a question. It goes by the name alone, so where it asks what a package
  /// asks too, the package's answer is its own.
  func answers(_ other: Question) -> Bool {
    !isFlag && concerns(other)
  }

  /// Whether it is an answer to a question, or its flag.
  func concerns(_ other: Question) -> Bool {
    question == other || question.name == other.name && DebconfQuestions.isInstallersToo(other.name)
  }

  /// Whether it stands in a partial answer file.
  var isOfAPerson: Bool {
    if case .answers = lines.first?.origin { true } else { false }
  }

  /// The same question and type with other parts.
  func with(parts: [Sourced<String>]) -> Directive {
    Directive(question, type, parts: parts, from: lines.first?.origin ?? .standard)
  }

  private init(_ question: Question, _ type: String, parts: [Sourced<String>], from origin: Origin) {
    let head = "\(question.owner) \(question.name) \(type)"
    let lines: [AnswerFile.Line]
    if parts.count > 1 {
      let rest = parts.enumerated().map { index, part in
        AnswerFile.Line("  " + part.value + (index == parts.count - 1 ? "" : #" \"#), from: part.origin)
      }
      lines = [AnswerFile.Line(head + #" \"#, from: origin)] + rest
    } else {
      lines = [AnswerFile.Line(([head] + parts.map(\.value)).joined(separator: " "), from: origin)]
    }
    self.init(question, type: type, parts: parts, lines: lines)
  }
}
