import Diagnostics
import Recipes
import Text

/// Renders an appliance's settings for debian-installer; each extension in this folder adds what it owns.
///
/// Questions are answered in place where the partial answer file answers them too, and at its end otherwise. Lists
/// (packages) follow what the partial answer file lists. What the installer has no question for is a
/// shell command, run in the installer at the end. Raw lines come last and win. The `early_command` and `late_command`
/// of the partial answer file and of raw lines are run besides ours, not in place of them.
struct PreseedRenderer {
  let appliance: Appliance
  let program: Installer.Program
  /// The file so far.
  var preseed = Preseed()
  /// Shell commands for the beginning, before the disk is touched, each complete with its `;`.
  var early: [Sourced<String>] = []
  /// Shell commands for the end, with the new system in `/target`, each complete with its `;`.
  var commands: [Sourced<String>] = []
  var packages: [String] = []
  var components: [String] = []
  var problems: [Diagnostic] = []
  var warnings: [Diagnostic] = []
  /// What the raw lines say.
  private var raw: [Preseed.Entry] = []

  var install: InstallSettings { appliance.install }

  init(_ appliance: Appliance, _ program: Installer.Program) {
    self.appliance = appliance
    self.program = program
  }

  func render() throws(Diagnostics) -> AnswerFile {
    var renderer = self
    renderer.readPartialAnswers()
    renderer.addSystem()
    renderer.addMirror()
    renderer.addStorage()
    renderer.addBoot()
    renderer.addPackages()
    renderer.addNetworkServices()
    renderer.addAccounts()
    renderer.addUnattendedEnd()
    renderer.addEarlyCommand()
    renderer.addLateCommand()
    renderer.addRawLines()
    if let found = Diagnostics(renderer.problems) { throw found }
    return AnswerFile(
      name: "preseed.cfg", lines: renderer.preseed.lines, bootArguments: renderer.bootArguments,
      packages: renderer.packages,
      components: renderer.components, warnings: renderer.warnings)
  }

  /// Answers a question of the installer.
  mutating func set(_ name: String, _ type: String, _ value: String, from origin: Origin) {
    replace(Directive(name, type, value, from: origin))
  }

  /// Answers a question, and says so where the partial answer file answers it otherwise.
  ///
  /// - Parameter setting: what stands behind the answer; nil for none.
  mutating func replace(_ directive: Directive, setting: Precedence? = nil) {
    let name = directive.question.name
    for given in preseed.answers(name) where given.isOfAPerson && given.value != directive.value {
      let winner = (setting ?? Precedence(directive.lines.first?.origin ?? .standard))
        .reason(against: given.value, act: "Kiln answers it")
      warn("'\(name)' is dropped: \(winner)", at: given)
    }
    preseed.set(directive)
  }

  /// Takes an answer of the partial answer file out, and says why.
  mutating func drop(_ name: String, because reason: String) {
    let given = preseed.answers(name)
    guard !given.isEmpty else { return }
    for given in given { warn("'\(name)' is dropped: \(reason)", at: given) }
    preseed.remove(name)
  }

  private mutating func warn(_ message: String, at directive: Directive) {
    warnings.append(Diagnostic(message, from: directive.lines.first?.origin ?? .standard))
  }

  /// Answers a question of the installer with a value that may stand there as it is.
  mutating func set(_ name: String, _ type: String, _ value: Sourced<some FormedText>) {
    set(name, type, value.value.text, from: value.origin)
  }

  /// The same with the value of a setting such as `timezone`.
  mutating func set(_ name: String, _ type: String, _ value: Sourced<some FormedText>, setting: String) {
    replace(
      Directive(name, type, value.value.text, from: value.origin), setting: Precedence(setting, value))
  }

  /// Has a shell command run in the installer at the end, with the new system in `/target`.
  mutating func run(_ command: String, from origin: Origin) {
    commands.append(Sourced(command + ";", from: origin))
  }

  /// The commands that the partial answer file and raw lines give for a question, each in a shell of its own: whatever
  /// they contain, ours still run, and one that fails is noticed.
  func givenCommands(_ name: String) -> [Sourced<String>] {
    let given = preseed.directives + raw.compactMap { if case .directive(let raw) = $0 { raw } else { nil } }
    let question = Directive.Question(owner: "d-i", name: name)
    return given.filter { $0.answers(question) && !$0.value.isEmpty }
      .map { Sourced("sh -c \(Self.carried($0.value));", from: $0.lines.first?.origin ?? .standard) }
  }

  /// One word of the shell without `\n` in it, which the installer makes a line end of: the `n` stands between quotes.
  static func carried(_ command: String) -> String {
    shellWord(command).replacing(#"\n"#, with: #"\'n'"#)
  }

  private mutating func readPartialAnswers() {
    preseed = PreseedParser.partial(program.answers, for: appliance, &problems)
    raw = install.raw.flatMap { lines in
      PreseedParser.parse(MachinePlaceholder.fill(lines.value, for: appliance), &problems) { _, _ in
        lines.origin
      }.entries
    }
    let rawDirectives = raw.compactMap { if case .directive(let directive) = $0 { directive } else { nil } }
    let review = PreseedReview(preseed.directives + rawDirectives)
    problems += review.problems
    warnings += preseed.warnings + review.warnings
    // Typed settings add to this list: what raw lines say takes the place of the partial file's only.
    for case .directive(let directive) in raw where directive.answers(Self.packageQuestion) {
      preseed.set(directive)
    }
  }

  private mutating func addRawLines() {
    for entry in raw {
      switch entry {
      case .remark: preseed.entries.append(entry)
      case .directive(let directive)
      where directive.question == Self.packageQuestion
        || Self.commandQuestions.contains(directive.question.name):
        continue
      case .directive(let directive):
        checkEnd(directive)
        preseed.override(directive)
      }
    }
  }

  private static let packageQuestion = Directive.Question(owner: "d-i", name: "base-installer/includes")

  /// Answered with what several sources want run.
  private static let commandQuestions: Set = ["preseed/early_command", "preseed/late_command"]
}
