import Foundation

extension Store {
  /// Where the record of an appliance's last failure is, if it failed.
  func failureFile(of appliance: String) -> String { "\(logFolder(of: appliance))/failure.json" }

  /// Writes down why something was not made.
  ///
  /// - Parameters:
  ///   - phase: what was being done, where the error does not say.
  ///   - log: of the build; nil where none was begun.
  /// - Returns: the error to throw on, which tells all; one that is recorded already, or a cancellation, as it is.
  func recording(
    _ error: any Error, of subject: FailureRecord.Subject, appliance: String, phase: String?, log: String?,
    texts: FatalTexts
  ) -> any Error {
    if error is RecordedFailure || error is CancellationError { return error }
    let finding = Finding(error, texts: texts)
    let logs = log.map { [FailureRecord.File(kind: .log, path: $0)] } ?? []
    let record = FailureRecord(
      subject: subject, appliance: appliance, when: Date.now.ISO8601Format(), phase: finding.phase ?? phase,
      cause: finding.cause, message: finding.message, line: finding.line, exitStatus: finding.exitStatus,
      evidence: finding.evidence, advice: finding.advice ?? finding.cause.advice,
      files: (logs + finding.files).filter { FileSystem.exists($0.path) })
    // On a full disk there is no room for it; the error itself still says all.
    try? FileSystem.makeFolder(logFolder(of: appliance))
    try? FileSystem.write(try JSON.encode(record), to: failureFile(of: appliance))
    return RecordedFailure(record: record)
  }

  /// Removes the record of an appliance that was built since.
  func forgetFailure(of appliance: String) {
    try? FileSystem.remove(failureFile(of: appliance))
  }

  /// Why an appliance's last build failed; nil when it did not, or the record is unreadable.
  public func lastFailure(of appliance: String) -> FailureRecord? {
    FileManager.default.contents(atPath: failureFile(of: appliance)).flatMap {
      try? JSON.decode(FailureRecord.self, from: $0)
    }
  }
}
