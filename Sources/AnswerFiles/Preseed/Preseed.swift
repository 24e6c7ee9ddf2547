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
    directives.first { $0.question == Directive.Question(owner: "d-i", name: name) }
  }

  /// Answers a question, in place of an earlier answer if there is one.
  mutating func set(_ directive: Directive) {
    if let index = index(of: directive.question) {
      entries[index] = .directive(directive)
    } else {
      entries.append(.directive(directive))
    }
  }

  /// Answers a question whose answer is a list: what is there already comes first.
  mutating func extend(_ directive: Directive) {
    guard !directive.parts.isEmpty else { return }
    guard let earlier = self.directive(directive.question.name) else { return set(directive) }
    set(earlier.with(parts: earlier.parts + directive.parts))
  }

  /// Answers a question at the end of the file, where it wins; an earlier answer is dropped, for it would say nothing.
  mutating func override(_ directive: Directive) {
    index(of: directive.question).map { _ = entries.remove(at: $0) }
    entries.append(.directive(directive))
  }

  /// Takes the answers out to one of the installer's own questions.
  mutating func remove(_ name: String) {
    entries.removeAll {
      if case .directive(let directive) = $0 {
        directive.question == Directive.Question(owner: "d-i", name: name)
      } else {
        false
      }
    }
  }

  private func index(of question: Directive.Question) -> Int? {
    entries.firstIndex {
      if case .directive(let directive) = $0 { directive.question == question } else { false }
    }
  }
}
