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
        if report.error == nil {
          schedule.finish(job.name)
        } else {
          let lost = schedule.fail(job.name) + (failsFast ? schedule.close() : [])
          for name in lost { onReport(skip(name, because: job.name)) }
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
      report.outcome = .failed
      report.error = "\(error)"
      events(.failed(job.name, message: "\(error)"))
    }
    report.seconds = start.duration(to: .now).inSeconds - begun
    return report
  }

  private func skip(_ name: JobName, because failed: JobName) -> JobReport {
    events(.skipped(name, because: failed))
    let appliance = graph[name]?.image.appliance.name ?? name.label
    return JobReport(
      name: name, appliance: appliance, outcome: .skipped, error: "not built, because \(failed) failed")
  }
}

extension BootResult {
  /// The test was done, and the image has not passed it.
  fileprivate var failure: BootFailure? {
    outcome == .failed ? BootFailure(description: message ?? "it does not boot") : nil
  }
}

/// Why an image has not passed its boot test.
private struct BootFailure: Error, CustomStringConvertible {
  let description: String
}
