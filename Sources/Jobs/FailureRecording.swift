import Failures
import Files
import Foundation
import Images
import Planning
import Storage

extension BuildContext {
  /// Writes down why a job was not done.
  ///
  /// - Returns: the error to throw on, which carries the record; a cancellation as it is.
  public func recording(
    _ error: any Error, of job: JobName, for image: PlannedImage, phase: String?, log: String? = nil
  ) -> any Error {
    if error is CancellationError { return error }
    return RecordedFailure(record: recorded(error, of: job, for: image, phase: phase, log: log))
  }

  /// The record of why a job was not done, written down unless the error carries it already.
  public func recorded(
    _ error: any Error, of job: JobName, for image: PlannedImage, phase: String?, log: String? = nil
  ) -> FailureRecord {
    if let failure = error as? RecordedFailure { return failure.record }
    let record = record(error, of: job, for: image, phase: phase, log: log)
    store.logs.remember(record)
    return record
  }

  /// The same, written down nowhere: of what leaves nothing undone.
  ///
  /// - Parameters:
  ///   - phase: what was being done, where the error does not say.
  ///   - log: of the job; nil where it has none.
  public func record(
    _ error: any Error, of job: JobName, for image: PlannedImage, phase: String? = nil, log: String? = nil
  ) -> FailureRecord {
    if let failure = error as? RecordedFailure { return failure.record }
    let diagnosis = Diagnosis(error, texts: settings.fatalTexts)
    let appliance = image.appliance.name
    let advice = (diagnosis.advice ?? diagnosis.cause.advice).replacing("NAME", with: appliance)
    let files = (log.map { [FailureRecord.File(kind: .log, path: $0)] } ?? []) + diagnosis.files
    return FailureRecord(
      subject: FailureRecord.Subject(job), appliance: appliance, when: Date.now.inWholeSeconds,
      phase: diagnosis.phase ?? phase, cause: diagnosis.cause, message: diagnosis.message,
      line: diagnosis.line,
      exitStatus: diagnosis.exitStatus, evidence: diagnosis.evidence,
      advice: advice, files: files.filter { FileSystem.exists($0.path) })
  }
}

extension FailureRecord.Subject {
  public init(_ job: JobName) {
    self.init(kind: job.kind == .layer ? .layer : .image, name: job.label)
  }
}
