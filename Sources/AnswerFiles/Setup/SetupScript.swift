import Diagnostics
import Recipes
import Text

/// A shell script that sets up an unpacked system from inside, as root: what an installer would do at its end.
///
/// It is what `bootstrap` and `image` have in place of an answer file: every line has its origin, and all of it is in the
/// layer's key.
struct SetupScript {
  private(set) var lines = [
    AnswerFile.Line("#!/bin/sh", from: .standard),
    AnswerFile.Line("set -eu", from: .standard),
    AnswerFile.Line(NumberedCommand.functions(output: ">&2"), from: .standard),
    AnswerFile.Line(NumberedCommand.trap(), from: .standard),
  ]
  private var count = 0
  var problems: [Diagnostic] = []

  /// Adds a command; one that fails ends the script, which then says which it was.
  mutating func run(_ command: String, from origin: Origin) {
    count += 1
    lines.append(AnswerFile.Line(NumberedCommand.text(count, command), from: origin))
  }

  /// Adds a command that says nothing when it fails, and what is to be said then.
  mutating func run(_ command: String, orFail message: String, from origin: Origin) {
    run("\(command) || fail \(shellWord(message))", from: origin)
  }

  /// Has a file of these lines written; its name must need no quotes.
  mutating func write(_ content: [String], to file: String, from origin: Origin) {
    run(Self.writing(content, to: file), from: origin)
  }

  static func writing(_ content: [String], to file: String) -> String {
    "printf '%s\\n' \(content.map(shellWord).joined(separator: " ")) > \(file)"
  }

  mutating func report(_ message: String, at origin: Origin) {
    problems.append(Diagnostic(message, from: origin))
  }

  /// The script as what is planned and keyed like an answer file.
  ///
  /// - Parameter packages: those that must be there before it runs.
  func answerFile(packages: [String] = []) throws(Diagnostics) -> AnswerFile {
    if let found = Diagnostics(problems) { throw found }
    return AnswerFile(name: "setup.sh", lines: lines, bootArguments: [], packages: packages)
  }
}
