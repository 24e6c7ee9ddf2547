import Jobs
import Planning
import Storage

/// One walk through the jobs of a plan: as many at once as there is room for.
struct Run: Sendable {
  let graph: JobGraph
  let plan: Plan
  let worker: any Worker
  let events: EventSink
  /// What jobs took last time.
  let timings: Timings
  /// Begin nothing more after a failure; what runs goes on to its end.
  let failsFast: Bool
  /// Told of every job that ended well.
  let onFinish: @Sendable (Job, Completion) async -> Void

  /// - Returns: how each job went, in the order in which they ended.
  /// - Throws: cancellation only, after all running jobs have ended.
  func perform(capacity: Capacity) async throws -> [JobReport] {
    var schedule = Schedule(graph.entries(seconds: timings.expected), capacity: capacity)
    let start = ContinuousClock.now
    var reports: [JobReport] = []
    try await withThrowingTaskGroup(of: (Job, JobReport).self) { group in
      func begin() {
        for job in schedule.begin().compactMap({ graph[$0] }) {
          group.addTask { (job, try await perform(job, since: start)) }
        }
      }
      begin()
      while let (job, report) = try await group.next() {
        reports.append(report)
        if report.error == nil {
          schedule.finish(job.name)
        } else {
          let lost = schedule.fail(job.name) + (failsFast ? schedule.close() : [])
          reports += lost.map { skip($0, because: job.name) }
        }
        begin()
      }
    }
    return reports
  }

  private func perform(_ job: Job, since start: ContinuousClock.Instant) async throws -> JobReport {
    let begun = start.duration(to: .now).inSeconds
    var report = JobReport(name: job.name, appliance: job.image.appliance.name, outcome: .built, start: begun)
    report.reason = job.reason
    events(.started(job.name, reason: job.reason, expected: timings.expected(job)))
    do {
      if let completion = try await worker.perform(job, of: plan) {
        await onFinish(job, completion)
        events(.finished(job.name, completion))
      } else {
        report.outcome = .reused
        events(.reused(job.name, path: nil))
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

extension Job {
  /// Why it is done, for people.
  var reason: String {
    switch work {
    case .layer(_, let reason): "\(reason)"
    case .seal: "sealing"
    }
  }
}
