import Diagnostics
import Recipes

/// Renders an appliance's settings for subiquity; each extension in this folder adds what it owns
/// (subiquity, doc/reference/autoinstall-reference.rst).
///
/// A setting takes the place of the partial answer file's key, and stands at its end otherwise. Lists (packages) follow what
/// the partial answer file lists. What the installer has no key for is done by a script, inside the new system. Raw keys come last
/// and win. The commands of the partial answer file and of raw keys are run besides ours, not in place of them.
struct AutoinstallRenderer {
  let appliance: Appliance
  let program: Installer.Program
  /// The whole cloud-config so far.
  private var document = AutoinstallValue(.map([]), from: .standard)
  /// What the raw lines say.
  private(set) var raw = AutoinstallValue(.map([]), from: .standard)
  /// Whether raw keys name the mirror in the old form.
  private(set) var usesOwnMirror = false
  /// Run in the new system at the end; a command that fails ends the install.
  var script = SetupScript()
  var packages: [String] = []
  var problems: [Diagnostic] = []
  var warnings: [Diagnostic] = []

  var install: InstallSettings { appliance.install }

  init(_ appliance: Appliance, _ program: Installer.Program) {
    self.appliance = appliance
    self.program = program
  }

  func render() throws(Diagnostics) -> AnswerFile {
    var renderer = self
    renderer.readPartialAnswers()
    renderer.addSystem()
    renderer.reviewNetwork()
    renderer.addMirror()
    renderer.addStorage()
    renderer.addPackages()
    renderer.addSite()
    renderer.addBoot()
    renderer.addReports()
    renderer.addRawKeys()
    renderer.checkWhole()
    let problems = renderer.problems + renderer.script.problems
    if let found = Diagnostics(problems) { throw found }
    return AnswerFile(
      name: "user-data", lines: Self.lines(renderer.document), companions: Self.companions,
      bootArguments: bootArguments, packages: renderer.packages, warnings: renderer.warnings)
  }

  /// A cloud-config as cloud-init wants it: the first line says what it is.
  static func lines(_ document: AutoinstallValue) -> [AnswerFile.Line] {
    [AnswerFile.Line("#cloud-config", from: .standard)] + AutoinstallEmitter.lines(document)
  }

  /// What cloud-init asks for beside it; it repeats what it does not get for ten seconds.
  private static let companions = [
    "meta-data": "instance-id: install\n", "vendor-data": "#cloud-config\n{}\n",
  ]

  /// `autoinstall` stands for the answer to "Continue with autoinstall?"; cloud-init reads the rest.
  private var bootArguments: [String] {
    ["autoinstall", "ds=nocloud-net;s=\(Placeholder.answersFolder.rawValue)"]
      + program.kernelArguments.map(\.value)
  }

  /// Sets the value at a path of keys below `autoinstall`, and says so where the partial answer file has another.
  ///
  /// - Parameter setting: what stands behind the value; nil for none.
  mutating func set(_ path: String..., to value: AutoinstallValue, setting: Precedence? = nil) {
    if let given = given(path), given.isOfAPerson, !given.says(value) {
      let winner = (setting ?? Precedence(value.origin)).reason(against: given.text, act: "Kiln answers it")
      warn(path, winner, at: given)
    }
    merge(path, value)
  }

  /// Sets a value that holds what the partial answer file has there.
  mutating func merge(_ path: [String], _ value: AutoinstallValue) {
    document.set((["autoinstall"] + path)[...], to: value)
  }

  /// Takes a key of the partial answer file out, and says why.
  mutating func drop(_ path: String..., because reason: String) {
    guard let given = given(path) else { return }
    warn(path, reason, at: given)
    document.remove((["autoinstall"] + path)[...])
  }

  private mutating func warn(_ path: [String], _ reason: String, at given: AutoinstallValue) {
    warnings.append(Diagnostic("'\(path.joined(separator: "."))' is dropped: \(reason)", from: given.origin))
  }

  private func given(_ path: [String]) -> AutoinstallValue? {
    path.reduce(document["autoinstall"]) { $0?[$1] }
  }

  /// What the partial answer file says for a key below `autoinstall`.
  func given(_ key: String) -> AutoinstallValue? { document["autoinstall"]?[key] }

  /// Sets a list of commands: ours, those that the partial answer file and raw keys give, then ours again.
  mutating func setCommands(_ key: String, first: [AutoinstallValue], last: [AutoinstallValue] = []) {
    let given = (given(key)?.items ?? []) + (raw[key]?.items ?? [])
    merge([key], .list(first + given + last, from: .standard))
  }

  private mutating func readPartialAnswers() {
    if let partial = program.answers, let read = AutoinstallParser.document(partial, &problems) {
      document = read
      review(document["autoinstall"])
      reviewCloudConfig(document)
      document.remove(["autoinstall", "interactive-sections"])
    }
    set("version", to: .bare(1, from: .standard))
    raw = AutoinstallParser.raw(install.raw, &problems) ?? raw
    review(raw)
    raw.remove(["interactive-sections"])
    if let shutdown = raw["shutdown"], shutdown.text != "poweroff" {
      let message = "raw: 'shutdown' must be 'poweroff': the machine's end is the install's"
      problems.append(Diagnostic(message, from: shutdown.origin))
    }
    // What wins is the raw lines' own, and subiquity takes one of the two only.
    if raw["apt"]?["primary"] != nil, raw["apt"]?["mirror-selection"] == nil { usesOwnMirror = true }
  }

  private mutating func review(_ value: AutoinstallValue?) {
    guard let value else { return }
    warnings += AutoinstallSchema.autoinstall.warnings(of: value)
    if let own = value["user-data"] { reviewCloudConfig(own) }
    for text in value.texts where text.text.map({ TemplateMark.first(in: $0, isShell: true) != nil }) == true
    {
      let mark = TemplateMark.first(in: text.text ?? "", isShell: true) ?? ""
      warnings.append(
        Diagnostic("'\(mark)' looks like another tool's template, which nothing fills in", from: text.origin))
    }
  }

  /// Keys that cloud-init does not know, and leaves out with no more than a line in its log: the installed system's in
  /// `user-data`, the installer's own beside `autoinstall`.
  private mutating func reviewCloudConfig(_ value: AutoinstallValue) {
    for member in value.members where !CloudConfigKeys.all.contains(member.key) {
      let hint = didYouMean(member.key, among: CloudConfigKeys.all)
      warnings.append(
        Diagnostic("cloud-init has no key '\(member.key)', and leaves it out\(hint)", from: member.place))
    }
  }

  /// That all which must be there is, once settings, file and raw keys are one.
  private mutating func checkWhole() {
    guard problems.isEmpty, let whole = document["autoinstall"] else { return }
    problems += AutoinstallSchema.autoinstall.problems(of: whole, isWhole: true)
  }

  private mutating func addRawKeys() {
    for member in raw.members where !Self.merged.contains(member.key) {
      var value = given(member.key) ?? member.value
      value.overlay(member.value)
      set(member.key, to: value)
    }
  }

  /// The packages that the partial answer file and raw keys list.
  var listedPackages: [AutoinstallValue] { (given("packages")?.items ?? []) + (raw["packages"]?.items ?? []) }

  /// Set to what several sources want.
  private static let merged: Set = ["early-commands", "late-commands", "error-commands", "packages"]
}
