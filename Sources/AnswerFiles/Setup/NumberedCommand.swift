public import Recipes

/// Commands of a script of ours that tell which of them failed.
///
/// Each begins with its number, and when the script ends early its trap says the number. So a command that fails without
/// a word is known too, with the place in the recipe that it comes from.
enum NumberedCommand {
  /// The command as it stands in the script.
  static func text(_ number: Int, _ command: String) -> String { "\(mark(number))\(command)" }

  /// A script's commands, numbered from 1; each keeps where it comes from.
  static func numbered(_ commands: [Sourced<String>]) -> [Sourced<String>] {
    commands.enumerated().map { Sourced(text($0 + 1, $1.value), from: $1.origin) }
  }

  /// Shell functions `tell` and `fail`, each of which takes a text.
  ///
  /// - Parameter output: where the text goes, as a redirection.
  static func functions(output: String) -> String {
    "tell() { echo \"\(prefix)$1\" \(output); }; fail() { tell \"$1\"; exit 1; };"
  }

  /// Has the script say at its end which command failed, if any.
  ///
  /// - Parameter then: what else is done in that case.
  static func trap(then: String = "") -> String {
    "at=0; trap 'status=$?; [ $status = 0 ] ||"
      + " { tell \"\(word)$at\(ending)$status\"; \(then)}' EXIT"
  }

  fileprivate static func mark(_ number: Int) -> String { "at=\(number); " }

  fileprivate static let prefix = "kiln: "
  fileprivate static let word = "command "
  fileprivate static let ending = " failed with exit status "
}

/// A command of an answer file's script that failed.
public struct FailedCommand: Hashable, Sendable {
  /// Where the setting stands that it carries out.
  public var origin: Origin
  /// Of the answer file, from 1.
  public var line: Int
  /// Why: what the script said of it, else the command and its exit status.
  public var reason: String
}

extension AnswerFile {
  /// The command that a script of this file says has failed; nil where it says nothing of the kind.
  ///
  /// - Parameter output: what the script printed, or a log that has it.
  public func failedCommand(in output: [String]) -> FailedCommand? {
    let report = NumberedCommand.prefix + NumberedCommand.word
    guard let last = output.lastIndex(where: { $0.contains(report) }),
      let start = output[last].firstRange(of: report)?.upperBound
    else { return nil }
    let words = output[last][start...].split(separator: " ")
    guard let number = words.first.flatMap({ Int($0) }), let status = words.last else { return nil }
    let mark = NumberedCommand.mark(number)
    for (index, line) in lines.enumerated() {
      guard let end = line.text.firstRange(of: mark)?.upperBound else { continue }
      let said = last > output.startIndex ? Self.said(in: output[last - 1]) : nil
      let reason = said ?? "exit status \(status) of: \(line.text[end...])"
      return FailedCommand(origin: line.origin, line: index + 1, reason: reason)
    }
    return nil
  }

  /// What `fail` told.
  private static func said(in line: String) -> String? {
    line.firstRange(of: NumberedCommand.prefix).map { String(line[$0.upperBound...]) }
  }
}
