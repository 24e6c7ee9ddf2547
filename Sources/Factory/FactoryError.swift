import AnswerFiles
import Guest

/// Why a build could not be done.
public enum FactoryError: Error, CustomStringConvertible, Sendable {
  /// A file operation failed: what was tried, and the system's reason or what to do.
  case file(String, reason: String)
  /// The partitions asked for do not fit on the disk: where they are, and what to do.
  case diskTooSmall(String, reason: String)
  /// An install did not end as it should.
  case install(InstallFailure)
  /// A provisioning step failed.
  case step(StepFailure)
  /// A layer's steps left the package manager's database in disorder: a line for each package.
  case unsoundPackages(layer: String, faults: [String], log: String)
  /// An appliance is for another kind of processor than this host has.
  case foreignArchitecture(String)
  /// A script that the system could not start: its place, and why.
  case unusableScript(String)
  /// A secret that a recipe names has no value.
  case secret(String)
  /// A build that must open no connection lacks these, a line each.
  case offline([String])
  /// This user may not make these, a line each.
  case needsRoot([String])
  /// A file system has too little room: which, and how much is free.
  case space(String)
  /// There is no layer or image of this name; the recipes that have layers.
  case noShellSource(String, known: [String])
  /// A build failed and was kept.
  indirect case kept(KeptFailure, cause: any Error)
  /// A file that no recipe needs was to be taken into the store; what they need, a line each.
  case unneeded(path: String, sha256: String, needs: [String])

  public var description: String {
    switch self {
    case .file(let action, let reason): "\(action): \(reason)"
    case .diskTooSmall(let problem, let reason): "\(problem): \(reason)"
    case .install(let failure): failure.description
    case .step(let failure): failure.description
    case .unsoundPackages(let layer, let faults, let log):
      "\(layer): its steps leave packages that are not in order:" + faults.map { "\n  \($0)" }.joined()
        + "\nfind the step that passed over this error in \(log)"
    case .foreignArchitecture(let architecture):
      "the system is for \(architecture), and packages and scripts run on the processor of the host that builds:"
        + " build it on an \(architecture) host"
    case .secret(let text), .unusableScript(let text): text
    case .offline(let missing):
      "offline, nothing was started; missing are:" + missing.map { "\n  \($0)" }.joined()
    case .needsRoot(let layers):
      "not run as root, nothing was started; root is needed by:" + layers.map { "\n  \($0)" }.joined()
    case .space(let problem):
      "\(problem); make space ('kiln gc' frees layers that nothing needs) and run again"
    case .noShellSource(let name, let known):
      "there is no layer or image '\(name)': give a path of an image, the first digits of a layer's key, or one of these: "
        + (known.isEmpty ? "(nothing is built yet)" : known.joined(separator: ", "))
    case .kept(let failure, let cause):
      "\(cause)\n\(failure.hint)"
    case .unneeded(let path, let digest, let needs):
      "\(path): SHA-256 is \(digest), and no recipe needs such a file:" + needs.map { "\n  \($0)" }.joined()
    }
  }
}

/// A step that failed, with all that is needed to see why.
public struct StepFailure: Sendable, CustomStringConvertible {
  /// `file:line:column` of the step in its recipe.
  public var place: String
  /// Such as `script scripts/harden.sh`.
  public var step: String
  /// Such as `exit status 3`; of a set-up script, what it says is wrong.
  public var outcome: String
  /// nil when its time was over.
  public var status: Int32?
  public var lastLines: [String]
  public var log: String

  init(place: String, step: String, outcome: GuestOutcome, log: String) {
    self.init(
      place: place, step: step, outcome: outcome.description, status: outcome.status,
      lastLines: outcome.lastLines, log: log)
  }

  /// A set-up script of Kiln's own that failed: of the command that it names, if it does, the setting's place and reason.
  init?(_ answers: AnswerFile, status: Int32?, lastLines: [String], log: String) {
    guard let command = answers.failedCommand(in: lastLines) else { return nil }
    self.init(
      place: "\(command.origin)", step: "settings", outcome: command.reason, status: status,
      lastLines: lastLines, log: log)
  }

  private init(
    place: String, step: String, outcome: String, status: Int32?, lastLines: [String], log: String
  ) {
    self.place = place
    self.step = step
    self.outcome = outcome
    self.status = status
    self.lastLines = lastLines
    self.log = log
  }

  public var description: String {
    let head = "\(place): \(step) failed: \(outcome)"
    let tail = lastLines.isEmpty ? [] : ["last output:"] + lastLines.map { "  | \($0)" }
    return ([head] + tail + ["whole log: \(log)"]).joined(separator: "\n")
  }
}
