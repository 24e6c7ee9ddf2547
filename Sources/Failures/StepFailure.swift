import AnswerFiles

/// A provisioning step that failed, with all that is needed to see why.
public struct StepFailure: ExplainedError, CustomStringConvertible {
  /// `file:line:column` of the step in its recipe.
  public let place: String
  /// Such as `script scripts/harden.sh`.
  public let step: String
  /// Such as `exit status 3`; of a set-up script, what it says is wrong.
  public let outcome: String
  /// nil when its time was over.
  public let status: Int32?
  public let lastLines: [String]
  /// The path of the whole log.
  public let log: String

  public init(
    place: String, step: String, outcome: String, status: Int32?, lastLines: [String], log: String
  ) {
    self.place = place
    self.step = step
    self.outcome = outcome
    self.status = status
    self.lastLines = lastLines
    self.log = log
  }

  /// A set-up script of Kiln's own that failed: of the command that it names, if it does, the setting's place and reason.
  public init?(_ answers: AnswerFile, status: Int32?, lastLines: [String], log: String) {
    guard let command = answers.failedCommand(in: lastLines) else { return nil }
    self.init(
      place: "\(command.origin)", step: "settings", outcome: command.reason, status: status,
      lastLines: lastLines, log: log)
  }

  public var description: String {
    let tail = lastLines.isEmpty ? [] : ["last output:"] + lastLines.map { "  | \($0)" }
    return ([head] + tail + ["whole log: \(log)"]).joined(separator: "\n")
  }

  private var head: String { "\(place): \(step) failed: \(outcome)" }

  /// Its status, unless its last lines tell more.
  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    var diagnosis = Diagnosis(status == nil ? .scriptTimedOut : .scriptFailed, head, .step)
    diagnosis.exitStatus = status.map(Int.init)
    if !lastLines.isEmpty { diagnosis.evidence = [FailureRecord.Evidence(source: .step, lines: lastLines)] }
    let output = lastLines.joined(separator: "\n")
    if status != nil, let known = texts.first(in: output, from: .step, family: nil) {
      diagnosis.take(known)
      diagnosis.message += ": \(known.quotation)"
    }
    return diagnosis
  }
}
