import Failures
import Jobs
import Planning
import Storage

/// One walk through the jobs of a graph, whatever their tasks: as many at once as there is room for.
struct Run: Sendable {
  let graph: JobGraph
  let executor: any Executor
  /// Makes the order of a lineage: a job, and those that go on from it.
  let order: @Sendable ([Job]) -> JobOrder
  let events: EventSink
  /// What jobs took last time.
  let timings: Timings
  /// Begin no other lineage after a failure; what runs goes on to its end.
  let failsFast: Bool
  /// Makes a record of why a job was not done; of an error that carries one, that.
  let record: @Sendable (any Error, Job) -> FailureRecord
  /// Told how each job went, in the order in which they ended.
  let onReport: @Sendable (JobReport) -> Void
  /// Concludes every job that ended well, before anything that needs it begins; of one that others have done there is no
  /// completion. Told whether it went on from another one; returns where the copy of an image is.
  let onFinish: @Sendable (Job, Completion?, _ isContinued: Bool) async throws -> String?

  /// A job that has ended.
  private struct Ended: Sendable {
    let job: Job
    let report: JobReport
    /// Whether nothing of its lineage goes on.
    let isLast: Bool
  }

  /// - Throws: cancellation only, after all running jobs have ended.
  func perform(capacity: Capacity) async throws {
    var schedule = Schedule(graph.entries(seconds: timings.expected(_:isContinued:)), capacity: capacity)
    let start = ContinuousClock.now
    // nil where a lineage was cancelled.
    let ends = MessageQueue<Ended?>()
    var isCancelled = false
    await withTaskGroup(of: Void.self) { group in
      var running = 0
      func begin() {
        for lineage in schedule.begin().map({ schedule.lineage(of: $0).compactMap { graph[$0] } }) {
          running += 1
          group.addTask {
            do {
              try await perform(lineage, since: start, ends.send)
            } catch {
              ends.send(nil)
            }
          }
        }
      }
      begin()
      while running > 0, let told = await ends.next() {
        guard let end = told else {
          (running, isCancelled) = (running - 1, true)
          continue
        }
        onReport(end.report)
        if end.isLast { running -= 1 }
        if end.report.failure == nil {
          schedule.finish(end.job.name)
        } else {
          let lost = schedule.fail(end.job.name) + (failsFast ? schedule.close() : [])
          for lost in lost.compactMap({ graph[$0] }) { onReport(skip(lost, because: end.job.name)) }
        }
        if !isCancelled { begin() }
      }
    }
    if isCancelled { throw CancellationError() }
  }

  /// Does the jobs of a lineage, one after the other until one fails, and tells how each has ended.
  ///
  /// - Throws: cancellation only.
  private func perform(
    _ lineage: [Job], since start: ContinuousClock.Instant, _ tell: (Ended) -> Void
  ) async throws {
    let news = MessageQueue<News>()
    async let last = outcome(of: lineage, news)
    var jobs = lineage[...]
    var isContinued = false
    var job = jobs.removeFirst()
    var begun = begin(job, isContinued)
    while let new = await news.next() {
      guard case .ended(let completion) = new else {
        if case .event(let event) = new { events(event) }
        continue
      }
      let report = try await report(.success(completion), of: job, isContinued, from: begun, since: start)
      tell(Ended(job: job, report: report, isLast: report.failure != nil))
      if report.failure != nil { return }
      isContinued = true
      job = jobs.removeFirst()
      begun = begin(job, isContinued)
    }
    let report = try await report(await last, of: job, isContinued, from: begun, since: start)
    tell(Ended(job: job, report: report, isLast: true))
  }

  private func begin(_ job: Job, _ isContinued: Bool) -> ContinuousClock.Instant {
    let expected = timings.expected(job, isContinued: isContinued)
    events(.started(job.name, reason: job.reason, expected: expected))
    return .now
  }

  /// What is told of a lineage's jobs, in order: of one nothing before the one before it was concluded.
  private enum News: Sendable {
    case event(BuildEvent)
    /// What came of any but the last.
    case ended(Completion?)
  }

  /// Has a lineage's jobs done.
  ///
  /// - Parameter news: told of all but how the last that was begun has ended.
  /// - Returns: what came of that.
  private func outcome(of lineage: [Job], _ news: MessageQueue<News>) async -> Result<Completion?, any Error>
  {
    defer { news.close() }
    let former = Set(lineage.dropLast().map(\.name))
    do {
      return .success(
        try await executor.perform(order(lineage)) { event in
          switch event {
          case .finished(let name, let completion) where former.contains(name): news.send(.ended(completion))
          case .reused(let name, _) where former.contains(name): news.send(.ended(nil))
          default: news.send(.event(event))
          }
        })
    } catch {
      return .failure(error)
    }
  }

  private func report(
    _ result: Result<Completion?, any Error>, of job: Job, _ isContinued: Bool,
    from begun: ContinuousClock.Instant, since start: ContinuousClock.Instant
  ) async throws -> JobReport {
    var report = JobReport(
      name: job.name, appliance: job.image.appliance.name, outcome: .built,
      start: start.duration(to: begun).inSeconds)
    report.reason = job.reason
    do {
      let result = try result.get()
      report.boot = result?.boot
      let failure = result?.boot?.failure
      // What was found is beside the image, be it bad; how long that took tells nothing.
      let path = try await onFinish(job, failure == nil ? result : nil, isContinued)
      if let failure { throw failure }
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
    report.seconds = begun.duration(to: .now).inSeconds
    return report
  }

  private func skip(_ job: Job, because failed: JobName) -> JobReport {
    events(.skipped(job.name, because: failed))
    return JobReport(
      name: job.name, appliance: job.image.appliance.name, outcome: .skipped,
      failure: record(BuildError(.parentFailed, "\(job.name.kind.undone), because \(failed) failed"), job))
  }
}

extension BootResult {
  /// The test was done, and the image has not passed it.
  fileprivate var failure: BootFailure? { outcome == .failed ? BootFailure(result: self) : nil }
}

/// Why an image has not passed its test.
private struct BootFailure: ExplainedError {
  let result: BootResult

  func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    var diagnosis = Diagnosis(.bootCheck, result.message ?? "it does not boot", .serial)
    diagnosis.phase = "testing"
    if !result.lastLines.isEmpty {
      diagnosis.evidence = [FailureRecord.Evidence(source: .serial, lines: result.lastLines)]
    }
    diagnosis.files =
      (result.log.map { [FailureRecord.File(kind: .serialLog, path: $0)] } ?? [])
      + (result.screenshot.map { [FailureRecord.File(kind: .screenshot, path: $0)] } ?? [])
      + (result.journal.map { [FailureRecord.File(kind: .journal, path: $0)] } ?? [])
    return diagnosis
  }
}
