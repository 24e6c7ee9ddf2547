import Failures
import Files
import Foundation
import Planning
import Storage

extension BuildContext {
  /// Writes down why a job was not done.
  ///
  /// - Parameters:
  ///   - phase: what was being done, where the error does not say.
  ///   - log: of the job; nil where it has none.
  /// - Returns: the error to throw on, which tells all; one that is recorded already, or a cancellation, as it is.
  public func recording(
    _ error: any Error, of job: JobName, for image: PlannedImage, phase: String?, log: String? = nil
  ) -> any Error {
    if error is RecordedFailure || error is CancellationError { return error }
    let diagnosis = Diagnosis(error, texts: settings.fatalTexts)
    let appliance = image.appliance.name
    let advice = (diagnosis.advice ?? diagnosis.cause.advice).replacing("NAME", with: appliance)
    let files = (log.map { [FailureRecord.File(kind: .log, path: $0)] } ?? []) + diagnosis.files
    let record = FailureRecord(
      subject: FailureRecord.Subject(job), appliance: appliance, when: Date.now.ISO8601Format(),
      phase: diagnosis.phase ?? phase, cause: diagnosis.cause, message: diagnosis.message,
      line: diagnosis.line,
      exitStatus: diagnosis.exitStatus, evidence: diagnosis.evidence,
      advice: advice, files: files.filter { FileSystem.exists($0.path) })
    store.logs.remember(record)
    return RecordedFailure(record: record)
  }
}

extension FailureRecord.Subject {
  public init(_ job: JobName) {
    self.init(kind: job.kind == .layer ? .layer : .image, name: job.label)
  }
}
