import Diagnostics
import Recipes

/// A preseed file: its directives in order, with the comments and blank lines between them.
struct Preseed: Hashable {
  /// A directive, or a line that says nothing to the installer.
  enum Entry: Hashable {
    case directive(Directive)
    case remark(AnswerFile.Line)
  }

  var entries: [Entry] = []
  /// What was found while it was read, and is not wrong.
  var warnings: [Diagnostic] = []

  var lines: [AnswerFile.Line] {
    entries.flatMap { entry in
      switch entry {
      case .directive(let directive): directive.lines
      case .remark(let line): [line]
      }
    }
  }

  var directives: [Directive] {
    entries.compactMap { if case .directive(let directive) = $0 { directive } else { nil } }
  }

  /// The answer to one of the installer's own questions.
  func directive(_ name: String) -> Directive? {
    answers(name).first
  }

  /// The same; several where packages that ask the question too are written before it.
  func answers(_ name: String) -> [Directive] {
    let question = Directive.Question(owner: "d-i", name: name)
    return directives.filter { $0.answers(question) }
  }

  /// Answers a question, in place of an earlier answer if there is one. Its flags go: one before the answer would say
  /// nothing, and one after it could have it asked.
  mutating func set(_ directive: Directive) {
    let index = index(of: directive.question) ?? entries.endIndex
    let others = { (entry: Entry) in
      if case .directive(let other) = entry { !other.concerns(directive.question) } else { true }
    }
    entries =
      entries[..<index].filter(others) + [.directive(directive)] + entries[index...].filter(others)
  }

  /// Answers a question whose answer is a list: what is there already comes first.
  mutating func extend(_ directive: Directive) {
    guard !directive.parts.isEmpty else { return }
    guard let earlier = self.directive(directive.question.name) else { return set(directive) }
    set(earlier.with(parts: earlier.parts + directive.parts))
  }

  /// Answers a question at the end of the file, where it wins; an earlier answer is dropped, for it would say nothing.
  mutating func override(_ directive: Directive) {
    if !directive.isFlag { removeAnswers(to: directive.question) }
    entries.append(.directive(directive))
  }

  /// Takes the answers out to one of the installer's own questions, and its flags.
  mutating func remove(_ name: String) {
    let question = Directive.Question(owner: "d-i", name: name)
    entries.removeAll {
      if case .directive(let directive) = $0 { directive.concerns(question) } else { false }
    }
  }

  /// Takes the flags of one of the installer's own questions out.
  mutating func removeFlags(_ name: String) {
    let question = Directive.Question(owner: "d-i", name: name)
    entries.removeAll {
      if case .directive(let directive) = $0 {
        directive.isFlag && directive.concerns(question)
      } else {
        false
      }
    }
  }

  private mutating func removeAnswers(to question: Directive.Question) {
    entries.removeAll {
      if case .directive(let directive) = $0 { directive.answers(question) } else { false }
    }
  }

  private func index(of question: Directive.Question) -> Int? {
    entries.firstIndex {
      if case .directive(let directive) = $0 { directive.answers(question) } else { false }
    }
  }
}
