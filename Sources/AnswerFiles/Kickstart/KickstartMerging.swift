import Diagnostics
import Recipes

/// How settings and the partial answer file are put together: a setting replaces what it sets and nothing else, and what is dropped
/// is told with both places.
extension KickstartRenderer {
  /// Gives a command that stands once. Options that it does not give stay as the partial answer file has them.
  ///
  /// - Parameters:
  ///   - merging: options whose values already hold what the partial answer file says.
  ///   - dropping: further options of the partial answer file that say nothing beside ours.
  ///   - setting: what stands behind the words of the command, or behind one of its options; nil for none.
  ///   - isMeant: which of the commands of this name give way.
  mutating func set(
    _ name: String, _ arguments: [String], from origin: Origin, merging: Set<String> = [],
    dropping: [String] = [], setting: (option: String?, precedence: Precedence)? = nil,
    where isMeant: (KickstartCommand) -> Bool = { _ in true }
  ) {
    func reason(_ option: String?, _ value: String?) -> String {
      guard let setting, setting.option == option else { return Self.takesPlace(origin) }
      return setting.precedence.reason(against: value, act: Self.takesPlace(origin))
    }
    var command = KickstartCommand(name, arguments, from: origin)
    let earlier = kickstart.commands.filter { $0.name == name && isMeant($0) }
    for other in earlier {
      guard let own = KickstartArguments(command, version), let theirs = KickstartArguments(other, version)
      else { continue }
      for word in theirs.words.map(\.text) where !own.says(word) {
        warn(of: "\(name) \(word)", reason(setting?.option, word), at: other)
      }
      var kept: [String] = []
      for option in theirs.options where !merging.contains(option.name) {
        if !own.options.contains(where: { $0.name == option.name }), !dropping.contains(option.name) {
          kept.append(option.name)
        } else if own.value(option.name) != (option.value ?? "") {
          warn(of: "\(name) \(option.text)", reason(option.name, option.value), at: other)
        }
      }
      command = KickstartCommand(
        name, Array(command.words.dropFirst()) + theirs.written { kept.contains($0) }, from: origin)
    }
    kickstart.place(command, inPlaceOf: earlier)
  }

  /// Puts commands in the place of all that have one of these names.
  mutating func replace(_ names: Set<String>, by commands: [KickstartCommand], because reason: String? = nil)
  {
    let written = Set(commands.map(\.words))
    for command in kickstart.commands where names.contains(command.name) && !written.contains(command.words) {
      warn(
        of: command.summary, reason ?? Self.takesPlace(commands.first?.line.origin ?? .standard), at: command)
    }
    kickstart.set(commands, inPlaceOf: names)
  }

  /// Takes commands of the partial answer file out, and says why.
  mutating func drop(because reason: String, _ isMeant: (KickstartCommand) -> Bool) {
    for command in kickstart.commands where isMeant(command) {
      warn(of: command.summary, reason, at: command)
    }
    kickstart.remove(isMeant)
  }

  mutating func warn(of text: String, _ reason: String, at command: KickstartCommand) {
    warnings.append(Diagnostic("'\(text)' is dropped: \(reason)", from: command.line.origin))
  }

  /// The value of an option of a command.
  func option(_ name: String, of command: KickstartCommand) -> String? {
    KickstartArguments(command, version)?.value(name)
  }

  static func takesPlace(_ origin: Origin) -> String {
    Precedence(origin).reason(act: "Kiln sets it")
  }

  static func place(of origin: Origin) -> String { origin == .standard ? "Kiln" : "\(origin)" }
}

extension KickstartArguments {
  /// Of a command as it was read or made; nil where the version has none of its name.
  init?(_ command: KickstartCommand, _ version: KickstartVersion) {
    guard let grammar = version.facts.grammar(of: command.name) else { return nil }
    self.init(command.words.map { KickstartWord(text: $0, column: 1) }, grammar, title: version.title)
  }

  /// Its options, of those that are wanted, as they are written in a command.
  func written(_ isWanted: (String) -> Bool) -> [String] {
    options.filter { isWanted($0.name) }.map(\.text)
  }

  /// Whether a word stands in it, bare or as a value.
  fileprivate func says(_ word: String) -> Bool {
    words.contains { $0.text == word } || options.contains { $0.value == word }
  }
}

extension KickstartCommand {
  /// What it is about, without values that may be secret.
  var summary: String {
    guard name != "rootpw", let word = words.dropFirst().first else { return name }
    if name == "repo" || name == "user", let given = words.first(where: { $0.hasPrefix("--name=") }) {
      return "\(name) \(given)"
    }
    return word.hasPrefix("-") ? name : "\(name) \(word)"
  }
}
