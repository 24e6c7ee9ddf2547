import Recipes
import Text

/// One command: a line outside the sections.
struct KickstartCommand: Hashable {
  /// Without quotes, the command's name first; never empty.
  let words: [String]
  /// As it stands in the file.
  let line: AnswerFile.Line

  /// A command as parsed; the line is kept byte for byte.
  init(words: [String], line: AnswerFile.Line) {
    self.words = words
    self.line = line
  }

  init(_ name: String, _ arguments: [String] = [], from origin: Origin) {
    words = [name] + arguments
    line = AnswerFile.Line(words.map(plainShellWord).joined(separator: " "), from: origin)
  }

  var name: String { words.first ?? "" }
}

/// One section: the header that begins with `%`, what stands below it, and `%end`.
struct KickstartSection: Hashable {
  /// Such as `%post`.
  let name: String
  let header: AnswerFile.Line
  var body: [AnswerFile.Line]
  let end: AnswerFile.Line

  /// A section as parsed; the lines are kept byte for byte.
  init(name: String, header: AnswerFile.Line, body: [AnswerFile.Line], end: AnswerFile.Line) {
    self.name = name
    self.header = header
    self.body = body
    self.end = end
  }

  /// A section whose items may have several lines each.
  init(
    _ name: String, _ arguments: [String] = [], _ items: [Sourced<String>], from origin: Origin = .standard
  ) {
    self.name = name
    header = AnswerFile.Line(([name] + arguments).joined(separator: " "), from: origin)
    body = items.flatMap { item in
      item.value.split(separator: "\n", omittingEmptySubsequences: false)
        .map { AnswerFile.Line(String($0), from: item.origin) }
    }
    end = AnswerFile.Line("%end", from: origin)
  }

  /// What its script writes to a file.
  func output(to file: String) -> ScriptOutput {
    let script = body.map { $0.text + "\n" }.joined()
    let interpreter = header.text.firstMatch(of: #/--interpreter[= ]["']?([^\s"']+)/#)?.1.split(
      separator: "/"
    ).last
    let isShell = interpreter.map { ["ash", "bash", "dash", "ksh", "sh"].contains($0) } ?? true
    return ScriptOutput(of: script, to: file, isShell: isShell)
  }

  var lines: [AnswerFile.Line] {
    let body = body.map { line in
      var line = line
      line.isScript = name != "%packages"
      return line
    }
    return [header] + body + [end]
  }
}
