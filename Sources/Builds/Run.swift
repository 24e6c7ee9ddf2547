import Failures
import Jobs
import Planning
import Storage

/// One walk through the jobs of a graph, whatever their tasks: as many at once as there is room for.
struct Run: Sendable {
  let graph: JobGraph
  let executor: any Executor
  /// Makes a job's order.
  let order: @Sendable (Job) -> JobOrder
  let events: EventSink
  /// What jobs took last time.
  let timings: Timings
  /// Begin nothing more after a failure; what runs goes on to its end.
  let failsFast: Bool
  /// Makes a record of why a job was not done; of an error that carries one, that.
  let record: @Sendable (any Error, Job) -> FailureRecord
  /// Told how each job went, in the order in which they ended.
  let onReport: @Sendable (JobReport) -> Void
  /// Concludes every job that ended well, before anything that needs it begins; of one that others have done there is no
  /// completion. Returns where the copy of an image is.
  let onFinish: @Sendable (Job, Completion?) async throws -> String?

  /// - Throws: cancellation only, after all running jobs have ended.
  func perform(capacity: Capacity) async throws {
    var schedule = Schedule(graph.entries(seconds: timings.expected), capacity: capacity)
    let start = ContinuousClock.now
    try await withThrowingTaskGroup(of: (Job, JobReport).self) { group in
      func begin() {
        for job in schedule.begin().compactMap({ graph[$0] }) {
          group.addTask { (job, try await perform(job, since: start)) }
        }
      }
      begin()
      while let (job, report) = try await group.next() {
        onReport(report)
        if report.failure == nil {
          schedule.finish(job.name)
        } else {
          let lost = schedule.fail(job.name) + (failsFast ? schedule.close() : [])
          for lost in lost.compactMap({ graph[$0] }) { onReport(skip(lost, because: job.name)) }
        }
        begin()
      }
    }
  }

  private func perform(_ job: Job, since start: ContinuousClock.Instant) async throws -> JobReport {
    let begun = start.duration(to: .now).inSeconds
    var report = JobReport(name: job.name, appliance: job.image.appliance.name, outcome: .built, start: begun)
    report.reason = job.reason
    events(.started(job.name, reason: job.reason, expected: timings.expected(job)))
    do {
      let result = try await executor.perform(order(job), events: events)
      report.boot = result?.boot
      if let failure = result?.boot?.failure { throw failure }
      let path = try await onFinish(job, result)
      if var completion = result {
        completion.path = path
        events(.finished(job.name, completion))
      } else {
        report.outcome = .reused
        events(.reused(job.name, path: path))
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      let failure = record(error, job)
      report.outcome = .failed
      report.failure = failure
      events(.failed(job.name, failure))
    }
    report.seconds = start.duration(to: .now).inSeconds - begun
    return report
  }

  private func skip(_ job: Job, because failed: JobName) -> JobReport {
    events(.skipped(job.name, because: failed))
    return JobReport(
      name: job.name, appliance: job.image.appliance.name, outcome: .skipped,
      failure: record(BuildError(.parentFailed, "not built, because \(failed) failed"), job))
  }
}

extension BootResult {
  /// The test was done, and the image has not passed it.
  fileprivate var failure: BootFailure? { outcome == .failed ? BootFailure(result: self) : nil }
}

/// Why an image has not passed its boot test.
private struct BootFailure: ExplainedError {
  let result: BootResult

  func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    var diagnosis = Diagnosis(.bootCheck, result.message ?? "it does not boot", .serial)
    diagnosis.phase = "booting"
    if !result.lastLines.isEmpty {
      diagnosis.evidence = [FailureRecord.Evidence(source: .serial, lines: result.lastLines)]
    }
    diagnosis.files =
      (result.log.map { [FailureRecord.File(kind: .serialLog, path: $0)] } ?? [])
      + (result.screenshot.map { [FailureRecord.File(kind: .screenshot, path: $0)] } ?? [])
    return diagnosis
  }
}
