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
  private var raw = AutoinstallValue(.map([]), from: .standard)
  /// Run in the new system at the end; a command that fails ends the install.
  var script = SetupScript()
  var packages: [String] = []
  var problems: [Diagnostic] = []

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
    renderer.addPackages()
    renderer.addSite()
    renderer.addBoot()
    renderer.addReports()
    renderer.addRawKeys()
    let problems = renderer.problems + renderer.script.problems
    if let found = Diagnostics(problems) { throw found }
    return AnswerFile(
      name: "user-data", lines: Self.lines(renderer.document), companions: Self.companions,
      bootArguments: bootArguments, packages: renderer.packages)
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

  /// Sets the value at a path of keys below `autoinstall`.
  mutating func set(_ path: String..., to value: AutoinstallValue) {
    document.set((["autoinstall"] + path)[...], to: value)
  }

  /// What the partial answer file says for a key below `autoinstall`.
  func given(_ key: String) -> AutoinstallValue? { document["autoinstall"]?[key] }

  /// Sets a list of commands: ours, those that the partial answer file and raw keys give, then ours again.
  mutating func setCommands(_ key: String, first: [AutoinstallValue], last: [AutoinstallValue] = []) {
    let given = (given(key)?.items ?? []) + (raw[key]?.items ?? [])
    set(key, to: .list(first + given + last, from: .standard))
  }

  private mutating func readPartialAnswers() {
    if let partial = program.answers, let read = AutoinstallParser.document(partial, &problems) {
      document = read
    }
    set("version", to: .bare(1, from: .standard))
    raw = AutoinstallParser.raw(install.raw, &problems) ?? raw
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
