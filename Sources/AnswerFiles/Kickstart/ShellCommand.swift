/// One simple command of a shell script. Only what is needed to see what it writes where is looked at.
struct ShellCommand {
  var words: [String] = []
  /// Files that its output goes to.
  var redirections: [String] = []
  var hereDocument: String?
  /// Whether it reads what another prints.
  var isPiped = false
  /// Whether it is the end of a group, such as `}`, and where that begins, if that was found.
  var isGroupEnd = false
  var groupStart: Int?

  static let openers: Set = ["case", "for", "if", "until", "while", "{"]
  static let closers: Set = ["}", "done", "esac", "fi"]
  /// Words that a command follows.
  static let leading: Set = ["!", "do", "elif", "else", "if", "then", "time", "until", "while", "{"]

  private var command: ArraySlice<String> {
    words.drop { Self.leading.contains($0) || Self.assignment($0) != nil }
  }

  var name: String { command.first ?? "" }

  private var operands: [String] { command.dropFirst().filter { !$0.hasPrefix("-") } }

  var assignments: [(String, String)] {
    words.drop { Self.leading.contains($0) || ["export", "local", "readonly"].contains($0) }
      .prefix { Self.assignment($0) != nil }.compactMap(Self.assignment)
  }

  private static func assignment(_ word: String) -> (String, String)? {
    word.wholeMatch(of: #/([A-Za-z_][A-Za-z0-9_]*)=(?s)(.*)/#).map { (String($0.1), String($0.2)) }
  }

  /// The files that it writes.
  func targets(_ variables: [String: String]) -> [String] {
    var targets = redirections
    switch name {
    case "tee", "touch": targets += operands
    case "cp", "install", "ln", "mv": targets += operands.dropFirst().suffix(1)
    default: break
    }
    return targets.map { target in
      target.replacing(#/\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/#) { match in
        variables[String(match.1 ?? match.2 ?? "")] ?? String(match.0)
      }
    }
  }

  /// What it prints, where that stands in the script.
  var output: String? {
    guard !isGroupEnd || !words.isEmpty else { return nil }
    switch name {
    case "echo":
      let words = command.dropFirst().drop { $0.wholeMatch(of: #/-[neE]+/#) != nil }
      return words.joined(separator: " ").replacing(#"\n"#, with: "\n")
    case "printf":
      let words = command.dropFirst().drop { $0 == "--" }
      let texts = words.first?.hasPrefix("%") == true ? Array(words.dropFirst()) : Array(words.prefix(1))
      return texts.joined(separator: "\n").replacing(#"\n"#, with: "\n")
    case "cat" where operands.isEmpty, "tee": return hereDocument
    case "", ":", "[", "[[", "case", "for", "read", "test", "touch", "true": return ""
    // Of a group within another; what is in it is looked at by itself.
    case "}", "done", "esac", "fi": return redirections.isEmpty ? "" : nil
    default: return nil
    }
  }

  /// The commands of a script in their order; nil if a quote or a here-document does not end.
  static func commands(of script: String) -> [ShellCommand]? {
    var scanner = ShellScanner(script)
    return scanner.scan()
  }
}

/// Splits a script into its commands, as sh(1) reads quotes, expansions, redirections and here-documents; it runs nothing.
private struct ShellScanner {
  private let characters: [Character]
  private var next = 0
  private var commands: [ShellCommand] = []
  private var command = ShellCommand()
  private var word: String?
  /// Where groups begin that have not ended.
  private var groups: [Int] = []
  /// What the next word is for.
  private var purpose = Purpose.word
  /// Here-documents that begin at the next line, each with the command that it is for.
  private var hereDocuments: [(end: String, command: Int, isIndented: Bool)] = []

  private enum Purpose {
    case word, target, hereDocument(isIndented: Bool), nothing
  }

  init(_ script: String) { characters = Array(script) }

  mutating func scan() -> [ShellCommand]? {
    while next < characters.count {
      let character = characters[next]
      next += 1
      switch character {
      case "'": guard readQuoted("'") else { return nil }
      case "\"": guard readQuoted("\"") else { return nil }
      case "\\":
        if peek != "\n" { add(peek.map { String($0) } ?? "") }
        next += 1
      case "#" where word == nil:
        while let peek, peek != "\n" { next += 1 }
      case "\n":
        endCommand()
        guard readHereDocuments() else { return nil }
      case " ", "\t": endWord()
      case ";": endCommand()
      case "(":
        endCommand()
        groups.append(commands.count)
      case ")":
        endCommand()
        command.isGroupEnd = true
        command.groupStart = groups.popLast()
      case "&":
        if peek == ">" { continue }
        endCommand()
      case "|":
        let isPipe = peek != "|"
        if !isPipe { next += 1 }
        endCommand(isPipe: isPipe)
      case "$": readExpansion()
      case "`":
        add("`")
        while let peek, peek != "`" { next += 1 }
        next += 1
      case ">": readOutput()
      case "<": readInput()
      default: add(String(character))
      }
    }
    endCommand()
    return hereDocuments.isEmpty ? commands : nil
  }

  private var peek: Character? { next < characters.count ? characters[next] : nil }

  private mutating func add(_ text: String) { word = (word ?? "") + text }

  private mutating func readQuoted(_ quote: Character) -> Bool {
    add("")
    while let character = peek {
      next += 1
      if character == quote { return true }
      if quote == "\"", character == "\\", let peek, "\"\\$`\n".contains(peek) {
        next += 1
        if peek != "\n" { add(String(peek)) }
      } else {
        add(String(character))
      }
    }
    return false
  }

  /// `$name` as it stands; `$(…)` and `${…}` are one word, whatever is in them.
  private mutating func readExpansion() {
    add("$")
    guard let open = peek, open == "(" || open == "{" else { return }
    let close: Character = open == "(" ? ")" : "}"
    var depth = 0
    while let character = peek {
      next += 1
      add(String(character))
      if character == open { depth += 1 }
      if character == close { depth -= 1 }
      if depth == 0 { return }
    }
  }

  private mutating func readOutput() {
    // Errors that are written elsewhere are no output.
    let isOutput = word.map { Int($0) == nil || $0 == "1" } ?? true
    if word.map({ Int($0) != nil }) == true { word = nil }
    endWord()
    if peek == ">" || peek == "|" { next += 1 }
    if peek == "&" {
      next += 1
      purpose = .nothing
    } else {
      purpose = isOutput ? .target : .nothing
    }
  }

  private mutating func readInput() {
    if word.map({ Int($0) != nil }) == true { word = nil }
    endWord()
    purpose = .nothing
    guard peek == "<" else { return }
    next += 1
    if peek == "<" {
      next += 1
    } else {
      let isIndented = peek == "-"
      if isIndented { next += 1 }
      purpose = .hereDocument(isIndented: isIndented)
    }
  }

  private mutating func endWord() {
    guard let word else { return }
    self.word = nil
    switch purpose {
    case .word: command.words.append(word)
    case .target: command.redirections.append(word)
    case .hereDocument(let isIndented): hereDocuments.append((word, commands.count, isIndented))
    case .nothing: break
    }
    purpose = .word
  }

  private mutating func endCommand(isPipe: Bool = false) {
    endWord()
    purpose = .word
    for word in command.words.prefix(while: { ShellCommand.leading.union(ShellCommand.openers).contains($0) })
    where ShellCommand.openers.contains(word) {
      groups.append(commands.count)
    }
    // A pattern of `case` ends like a group.
    if !command.words.isEmpty { (command.isGroupEnd, command.groupStart) = (false, nil) }
    if let word = command.words.first, ShellCommand.closers.contains(word) {
      command.isGroupEnd = true
      command.groupStart = groups.popLast()
    }
    let isEmpty = command.words.isEmpty && command.redirections.isEmpty && !command.isGroupEnd
    if !isEmpty || hereDocuments.contains(where: { $0.command == commands.count }) {
      commands.append(command)
    }
    command = ShellCommand()
    command.isPiped = isPipe
  }

  private mutating func readHereDocuments() -> Bool {
    for document in hereDocuments {
      var text = ""
      var isEnded = false
      while next < characters.count, !isEnded {
        var line = String(characters[next...].prefix { $0 != "\n" })
        next += line.count + 1
        if document.isIndented { line = String(line.drop { $0 == "\t" }) }
        isEnded = line == document.end
        if !isEnded { text += line + "\n" }
      }
      guard isEnded else { return false }
      commands[document.command].hereDocument = text
    }
    hereDocuments = []
    return true
  }
}
