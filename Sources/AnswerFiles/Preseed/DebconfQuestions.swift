import Diagnostics

/// What Debian's installer and the packages that are preseeded with it ask, by their templates (debconf-devel(7)): the
/// facts are in `DebconfFacts.swift`, which `scripts/debconf-facts.py` writes.
enum DebconfQuestions {
  /// A question, with what a template says of it.
  struct Question {
    /// Such as `boolean` or `select`.
    let type: String
    /// `d-i` and the names of packages.
    let owners: [Substring]
    /// What may be chosen, if that is the same on every machine; else empty.
    let choices: [String]
  }

  static let all: [String: Question] = Dictionary(
    text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      return (
        String(fields[0]),
        Question(
          type: String(fields[1]), owners: fields[2].split(separator: " "),
          choices: fields.count > 3 ? items(fields[3]) : [])
      )
    }, uniquingKeysWith: { first, _ in first })

  /// Parameters of the installer's kernel command line that stand for a question; in a file they answer nothing
  /// (Debian installation guide, section 5.3.2).
  static let parameters = [
    "auto": "auto-install/enable", "classes": "auto-install/classes", "country": "debian-installer/country",
    "desktop": "tasksel/desktop", "dmraid": "disk-detect/dmraid/enable", "domain": "netcfg/get_domain",
    "file": "preseed/file", "hostname": "netcfg/get_hostname", "interface": "netcfg/choose_interface",
    "keymap": "keyboard-configuration/xkb-keymap", "language": "debian-installer/language",
    "locale": "debian-installer/locale", "modules": "anna/choose_modules",
    "priority": "debconf/priority", "protocol": "mirror/protocol", "proxy": "mirror/http/proxy",
    "suite": "mirror/suite", "tasks": "tasksel/first", "url": "preseed/url",
  ]

  /// Whether only the installer asks it: it takes the answer whatever owner is written before it.
  static func isInstallersOwn(_ name: String) -> Bool { all[name]?.owners == ["d-i"] }

  /// Whether the installer asks it, and perhaps a package too.
  static func isInstallersToo(_ name: String) -> Bool { all[name]?.owners.contains("d-i") == true }

  /// A list of choices; a comma in one is written `\,`.
  static func items(_ list: some StringProtocol) -> [String] {
    String(list).replacing("\\,", with: "\0").split(separator: ",")
      .map { String(trim($0)).replacing("\0", with: ",") }.filter { !$0.isEmpty }
  }
}

/// How an answer was given to a question that its template does not know so.
enum DebconfFinding: Equatable {
  /// The installer would take the answer for another one, or for none, and wait.
  case wrong(String)
  /// The answer has no effect, or perhaps not the one that is meant.
  case doubtful(String)

  /// Nil for an answer that fits its question, and for a question of a package that is not known.
  static func of(_ directive: Directive) -> DebconfFinding? { of(directive, suggesting: true) }

  /// - Parameter suggesting: whether an unknown question is compared with all that are known, which takes long.
  static func of(_ directive: Directive, suggesting: Bool) -> DebconfFinding? {
    let (name, owner) = (directive.question.name, directive.question.owner)
    guard !directive.isFlag else { return nil }
    guard let question = DebconfQuestions.all[name] else {
      return owner == "d-i" ? unknown(name, suggesting: suggesting) : nil
    }
    if owner == "d-i", !question.owners.contains("d-i") {
      let owners = question.owners.map { "'\($0)'" }.joined(separator: " or ")
      return .doubtful("'\(name)' is asked by \(owners), not by 'd-i', whose answers stay in the installer")
    }
    return value(directive.value, of: name, question) ?? type(directive, question)
  }

  private static func unknown(_ name: String, suggesting: Bool) -> DebconfFinding? {
    if let meant = DebconfQuestions.parameters[name] {
      return .doubtful("'\(name)' is a boot parameter, and answers nothing here; the question is '\(meant)'")
    }
    // Made up as they are needed: for each repository, or for what is written by one part of partman.
    guard
      name.prefixMatch(of: #/apt-setup/local\d+/|auto-install/classes$|partman[a-z-]*/confirm_nooverwrite$/#)
        == nil
    else { return nil }
    let hint = suggesting ? didYouMean(name, among: DebconfQuestions.all.keys) : ""
    return .doubtful("Debian's installer has no question '\(name)'\(hint)")
  }

  private static func value(_ value: String, of name: String, _ question: DebconfQuestions.Question)
    -> DebconfFinding?
  {
    switch question.type {
    case "boolean" where !["true", "false"].contains(value):
      return .wrong("'\(name)' is a question of yes or no: 'true' or 'false', not '\(value)'")
    case "select" where !value.isEmpty && !question.choices.isEmpty && !question.choices.contains(value):
      return .wrong(choice(value, of: name, question))
    case "multiselect" where !question.choices.isEmpty:
      return DebconfQuestions.items(value).first { !question.choices.contains($0) }
        .map { .doubtful(choice($0, of: name, question)) }
    default: return nil
    }
  }

  private static func choice(_ value: String, of name: String, _ question: DebconfQuestions.Question)
    -> String
  {
    let shown = question.choices.prefix(6).joined(separator: ", ") + (question.choices.count > 6 ? ", …" : "")
    return
      "'\(value)' is no choice of '\(name)'\(didYouMean(value, among: question.choices)): it has \(shown)"
  }

  /// The installer takes the type of a known question from its template; one that is written as a Boolean is perhaps mistaken for
  /// another, while `string` is what everybody writes for a choice.
  private static func type(_ directive: Directive, _ question: DebconfQuestions.Question) -> DebconfFinding? {
    guard directive.type != question.type, directive.type == "boolean" || question.type == "boolean" else {
      return nil
    }
    return .doubtful(
      "'\(directive.question.name)' is of the type '\(question.type)', not '\(directive.type)'")
  }
}
