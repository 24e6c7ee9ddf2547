import Recipes

/// A kickstart file: its commands and sections in order, with the comments and blank lines between them.
struct Kickstart: Hashable {
  /// A command, a section, or a line that says nothing to the installer.
  enum Entry: Hashable {
    case command(KickstartCommand)
    case section(KickstartSection)
    case remark(AnswerFile.Line)
  }

  var entries: [Entry] = []

  var lines: [AnswerFile.Line] {
    entries.flatMap { entry in
      switch entry {
      case .command(let command): [command.line]
      case .section(let section): section.lines
      case .remark(let line): [line]
      }
    }
  }

  var commands: [KickstartCommand] {
    entries.compactMap { if case .command(let command) = $0 { command } else { nil } }
  }

  var sections: [KickstartSection] {
    entries.compactMap { if case .section(let section) = $0 { section } else { nil } }
  }

  /// What the `%pre` sections write to a file.
  func early(writtenTo file: String) -> ScriptOutput {
    ScriptOutput(of: sections.filter { $0.name == "%pre" }.map { $0.output(to: file) })
  }

  /// Whether something is included after a section.
  var includesAfterSections: Bool {
    let first = entries.firstIndex { if case .section = $0 { true } else { false } } ?? entries.endIndex
    return entries[first...].contains { $0.isCommand(["%include"]) }
  }

  /// Puts commands in the place of all that have one of these names, or after the other commands if there are none.
  mutating func set(_ commands: [KickstartCommand], inPlaceOf names: Set<String>) {
    let index = entries.firstIndex { $0.isCommand(names) } ?? endOfCommands
    entries.removeAll { $0.isCommand(names) }
    entries.insert(contentsOf: commands.map(Entry.command), at: min(index, entries.count))
  }

  /// Puts a command in the place of the first of others, which all go; after the other commands if there are none.
  mutating func place(_ command: KickstartCommand, inPlaceOf others: [KickstartCommand]) {
    let index = entries.firstIndex { $0.isOne(of: others) } ?? endOfCommands
    entries.removeAll { $0.isOne(of: others) }
    entries.insert(.command(command), at: min(index, entries.count))
  }

  /// Takes out the commands that are meant.
  mutating func remove(_ isMeant: (KickstartCommand) -> Bool) {
    entries.removeAll { if case .command(let command) = $0 { isMeant(command) } else { false } }
  }

  /// Adds commands after the others.
  mutating func add(_ commands: [KickstartCommand]) {
    entries.insert(contentsOf: commands.map(Entry.command), at: endOfCommands)
  }

  /// Adds sections before those that are there, which then are run, or win, after them.
  mutating func add(_ sections: [KickstartSection]) {
    entries.insert(contentsOf: sections.map(Entry.section), at: endOfCommands)
  }

  /// Adds lines to the end of the first section of a name, which is made if there is none.
  mutating func extend(_ name: String, with lines: [AnswerFile.Line]) {
    guard !lines.isEmpty else { return }
    for (index, entry) in entries.enumerated() {
      guard case .section(var section) = entry, section.name == name else { continue }
      section.body += lines
      entries[index] = .section(section)
      return
    }
    var section = KickstartSection(name, [], [], from: lines.first?.origin ?? .standard)
    section.body = lines
    add([section])
  }

  /// Adds an entry at the end of the file, where it wins; an earlier command that then says nothing is dropped.
  mutating func override(_ entry: Entry) {
    if case .command(let command) = entry, !KickstartSyntax.repeatable.contains(command.name) {
      entries.removeAll { $0.isCommand([command.name]) }
    }
    entries.append(entry)
  }

  /// After the last command before the first section: comments there are the section's.
  private var endOfCommands: Int {
    let first = entries.firstIndex { if case .section = $0 { true } else { false } } ?? entries.endIndex
    let last = entries[..<first].lastIndex { if case .command = $0 { true } else { false } }
    if let last { return last + 1 }
    return first == entries.endIndex ? first : 0
  }
}

extension Kickstart.Entry {
  fileprivate func isOne(of commands: [KickstartCommand]) -> Bool {
    if case .command(let command) = self { commands.contains(command) } else { false }
  }

  fileprivate func isCommand(_ names: Set<String>) -> Bool {
    if case .command(let command) = self { names.contains(command.name) } else { false }
  }
}
