/// What a script writes to a file, as far as that can be told without running it: by redirections, `tee` and `cp`.
struct ScriptOutput {
  /// Whether the script writes the file at all.
  private(set) var isWritten = false
  /// The lines that are known to be written, without blank ones and comments.
  private(set) var lines: [String] = []
  /// Whether all that is written is in ``lines``.
  private(set) var isWhole = true

  /// What scripts write together.
  init(of scripts: [ScriptOutput]) {
    isWritten = scripts.contains(where: \.isWritten)
    lines = scripts.flatMap(\.lines)
    isWhole = scripts.allSatisfy(\.isWhole)
  }

  /// - Parameter isShell: of a script in another language only the name of the file is looked for.
  init(of script: String, to file: String, isShell: Bool = true) {
    guard isShell, let commands = ShellCommand.commands(of: script) else {
      isWritten = Self.names(script, file)
      isWhole = !isWritten
      return
    }
    var variables: [String: String] = [:]
    for (index, command) in commands.enumerated() {
      for (name, value) in command.assignments { variables[name] = value }
      guard command.targets(variables).contains(file) else { continue }
      isWritten = true
      // What comes through a pipe is what the command before it prints.
      let isTee = command.isPiped && command.name == "tee" && index > 0
      let source = isTee ? commands[index - 1] : command
      if let start = source.groupStart {
        for inner in commands[start..<(isTee ? index - 1 : index)] where inner.redirections.isEmpty {
          add(inner)
        }
      } else {
        add(source)
      }
    }
  }

  private mutating func add(_ command: ShellCommand) {
    guard let text = command.isPiped ? nil : command.output else { return isWhole = false }
    for line in text.split(separator: "\n") {
      let line = line.drop(while: \.isWhitespace)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      // The shell makes something else of its first word.
      if line.prefix(while: { !$0.isWhitespace }).contains(where: { "$`".contains($0) }) { isWhole = false }
      lines.append(String(line))
    }
  }

  /// Whether a text names a file, and not one whose name is longer.
  private static func names(_ text: String, _ file: String) -> Bool {
    let isPart = { (character: Character?) in
      character.map { $0.isLetter || $0.isNumber || "/._-".contains($0) } ?? false
    }
    return text.ranges(of: file).contains { range in
      let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : nil
      let after = range.upperBound < text.endIndex ? text[range.upperBound] : nil
      return !isPart(before) && !isPart(after)
    }
  }
}
