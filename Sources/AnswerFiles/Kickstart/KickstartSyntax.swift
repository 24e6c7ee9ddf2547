import Diagnostics

/// The commands and sections of kickstart, and what a version says of them (``KickstartFacts``).
enum KickstartSyntax {
  static let sections: Set = [
    "%packages", "%pre", "%pre-install", "%post", "%onerror", "%traceback", "%addon", "%anaconda",
    "%certificate",
  ]

  /// Each of their lines says something of its own; of any other command the last line alone counts.
  static let repeatable: Set = [
    "%include", "btrfs", "device", "dmraid", "driverdisk", "fcoe", "group", "iscsi", "logvol", "module",
    "mount", "multipath", "network",
    "nvdimm", "part", "partition", "raid", "repo", "snapshot", "sshkey", "sshpw", "timesource", "updates",
    "user", "volgroup", "zfcp",
  ]

  /// They lay out the disks.
  static let storageCommands: Set = [
    "autopart", "btrfs", "clearpart", "ignoredisk", "logvol", "mount", "part", "partition", "raid", "reqpart",
    "stratisfs", "stratispool", "volgroup", "zerombr",
  ]

  /// What is wrong with a command or section header, and what a person should know of it, each with its column.
  struct Verdict {
    var problems: [KickstartWord.Fault] = []
    var warnings: [KickstartWord.Fault] = []
  }

  /// Judges a line of words as a version's pykickstart does.
  static func verdict(_ words: [KickstartWord], _ version: KickstartVersion) -> Verdict {
    let name = words[0]
    guard let grammar = version.facts.grammar(of: name.text), grammar.standing != .removed else {
      // Those whose words pykickstart has no list of.
      if sections.contains(name.text) { return Verdict() }
      return Verdict(problems: [fault(unknown(name.text, version), name)])
    }
    if grammar.standing == .ignored || name.text == "%traceback" && version.age > 8 {
      return Verdict(warnings: [fault(ignored(name.text, version), name)])
    }
    if grammar.isRaw {
      let problem = name.text == "realm" ? KickstartRule.realm(words.dropFirst().map(\.text)) : nil
      return Verdict(problems: problem.map { [fault($0, name)] } ?? [])
    }
    let arguments = KickstartArguments(words, grammar, title: version.title)
    var verdict = Verdict(problems: arguments.faults)
    if verdict.problems.isEmpty, let problem = KickstartRule.problem(arguments, version) {
      verdict.problems.append(fault(problem, name))
    }
    verdict.warnings = arguments.deprecated.map { fault(ignored("\(name.text) \($0.text)", version), $0) }
    return verdict
  }

  /// The commands that another cannot stand beside. pykickstart calls `part` by its long name.
  static func excluded(by name: String, _ version: KickstartVersion) -> Set<String> {
    let names = version.facts.grammar(of: name)?.excludes ?? []
    return Set(names + (names.contains("partition") ? ["part"] : []))
  }

  private static func unknown(_ name: String, _ version: KickstartVersion) -> String {
    if name.hasPrefix("%") {
      return "unknown section '\(name)'; known are \(sections.sorted().joined(separator: ", "))"
    }
    guard KickstartFacts.commands.contains(name) || KickstartHint.of(name) != nil else {
      return "unknown command '\(name)'\(didYouMean(name, among: KickstartFacts.commands))"
    }
    return "\(version.title) does not read '\(name)'; \(KickstartHint.of(name) ?? "leave it out")"
  }

  private static func ignored(_ name: String, _ version: KickstartVersion) -> String {
    "'\(name)' has no effect in \(version.title); \(KickstartHint.of(name) ?? "leave it out")"
  }

  private static func fault(_ message: String, _ word: KickstartWord) -> KickstartWord.Fault {
    KickstartWord.Fault(message: message, column: word.column)
  }
}
