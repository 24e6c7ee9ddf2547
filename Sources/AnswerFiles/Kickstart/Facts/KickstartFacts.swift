/// What each release's kickstart takes: pykickstart's own commands, options and values, as the table that
/// `scripts/kickstart-facts.sh` writes has them.
///
/// A block of the table begins with the name of a command or section and the releases that read it so. Its further lines are
/// `removed` (an error), `ignored` (without effect, whatever stands there), `raw` (it reads its words by itself), `excludes` with
/// the commands that it cannot stand beside, or an argument: its names with commas, or one in angle brackets where it is no option,
/// what it takes, how often (for those) or of what kind it is (for options).
struct KickstartFacts: Sendable {
  /// What one command or section takes.
  struct Grammar: Hashable, Sendable {
    enum Standing { case taken, ignored, removed }

    var standing = Standing.taken
    var isRaw = false
    /// By pykickstart's names: `partition` stands for `part`, too.
    var excludes: [String] = []
    var options: [Argument] = []
    var positionals: [Argument] = []
  }

  struct Argument: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case flag, text, integer, boolean
      case one(of: [String], anyCase: Bool)
    }

    /// The first one is what it is called here.
    let names: [String]
    let kind: Kind
    /// What follows: `required`, `optional`, `deprecated`; `1`, `?` or `*`.
    private let marks: Set<String>

    var name: String { names[0] }
    var isRequired: Bool { marks.contains("required") }
    var isDeprecated: Bool { marks.contains("deprecated") }
    var needsNoValue: Bool { kind == .flag || marks.contains("optional") }
    var isMandatory: Bool { marks.contains("1") }
    var isRepeated: Bool { marks.contains("*") }

    init(_ words: [Substring]) {
      names = words[0].split(separator: ",").map(String.init)
      kind = Self.kind(words[1])
      marks = Set(words.dropFirst(2).map(String.init))
    }

    private static func kind(_ word: Substring) -> Kind {
      let parts = word.split(separator: ":", maxSplits: 1)
      let choices = parts.dropFirst().first?.split(separator: "|").map(String.init) ?? []
      switch parts[0] {
      case "flag": return .flag
      case "int": return .integer
      case "bool": return .boolean
      case "one": return .one(of: choices, anyCase: false)
      case "anycase": return .one(of: choices, anyCase: true)
      default: return .text
      }
    }
  }

  private var grammars: [String: Grammar] = [:]

  /// What a release takes for a command or section; nil where it has none of that name.
  func grammar(of name: String) -> Grammar? { grammars[name] }

  /// Every command that some release has.
  static let commands = Set(byRelease.values.flatMap(\.grammars.keys).filter { !$0.hasPrefix("%") })

  /// The facts of a release. One that is newer than the table is read like the newest there of its kind.
  static func of(_ version: KickstartVersion) -> KickstartFacts {
    if let known = byRelease[version.name] { return known }
    let newest = byRelease.keys.filter { $0.hasPrefix("F") }.max { ($0.count, $0) < ($1.count, $1) }
    return newest.flatMap { byRelease[$0] } ?? KickstartFacts()
  }

  private static let byRelease: [String: KickstartFacts] = {
    var facts: [String: KickstartFacts] = [:]
    var block: (name: String, releases: [String], grammar: Grammar)?
    func endBlock() {
      guard let block else { return }
      for release in block.releases { facts[release, default: .init()].grammars[block.name] = block.grammar }
    }
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix("  ") {
        block?.grammar.add(words)
      } else {
        endBlock()
        block = (String(words[0]), words.dropFirst().map(String.init), Grammar())
      }
    }
    endBlock()
    return facts
  }()
}

extension KickstartFacts.Grammar {
  fileprivate mutating func add(_ words: [Substring]) {
    switch words[0] {
    case "removed": standing = .removed
    case "ignored": standing = .ignored
    case "raw": isRaw = true
    case "excludes": excludes = words.dropFirst().map(String.init)
    default:
      let argument = KickstartFacts.Argument(words)
      if argument.name.hasPrefix("-") { options.append(argument) } else { positionals.append(argument) }
    }
  }
}
