import Failures
import Foundation
import JSON
import Jobs
import Planning
import Recipes
import Storage
import Subprocess
import Synchronization

/// Does each order in a process of its own, `kiln run-job`: what ends that process ends no other job.
public struct ProcessExecutor: Executor {
  private let host: BuildHost
  private let secrets: [SecretSource: String]

  /// - Parameter secrets: the digests of secrets' values, so that no process works with others than were planned.
  public init(host: BuildHost, secrets: [SecretSource: String] = [:]) {
    self.host = host
    self.secrets = secrets
  }

  public func perform(_ order: JobOrder, events: @escaping EventSink) async throws -> Completion? {
    guard !order.jobs.isEmpty else { return nil }
    var order = order
    for index in order.secrets.indices { order.secrets[index].digest = secrets[order.secrets[index].source] }
    // A finished image is searched for those that are known.
    if order.jobs.allSatisfy({ $0.name.kind == .inspection }) {
      order.secrets.removeAll { secrets[$0.source] == nil }
    }
    let listener = JobListener(to: order.jobs, events)
    do {
      order.accelerator = try await host.accelerator()
      // Guests end in order, and then their folders go.
      let outcome = try await run(
        Command(host.program, ["run-job", "-"]), input: try compactJSON(order),
        limits: Limits(grace: .seconds(30)), onOutput: listener.read)
      return try listener.end(outcome)
    } catch {
      throw recorded(error, of: listener.current, order, events)
    }
  }

  /// What the process has recorded itself stays as it is.
  private func recorded(
    _ error: any Error, of job: Job, _ order: JobOrder, _ events: @escaping EventSink
  ) -> any Error {
    let store = Store(root: order.store.root, sharedGroup: order.store.sharedGroup)
    return BuildContext(store: store, settings: order.settings, host: host, events: events).recording(
      error, of: job.name, for: job.image, phase: job.task.content.firstPhase, log: store.logs.file(of: job))
  }
}

/// Hears what the process of a lineage's jobs says: a line of JSON for each event, and whatever else it prints.
private final class JobListener: Sendable {
  private enum End {
    case done(Completion?)
    case failed(FailureRecord)
  }

  private let jobs: [Job]
  private let events: EventSink
  private let ended = Mutex(0)
  private let end = Mutex<End?>(nil)

  /// - Parameter jobs: one at least.
  init(to jobs: [Job], _ events: @escaping EventSink) {
    self.jobs = jobs
    self.events = events
  }

  /// The one that is being done.
  var current: Job { jobs[min(ended.withLock(\.self), jobs.count - 1)] }

  @Sendable func read(_ line: String) {
    guard let event = try? decodeJSON(EventLine.self, from: line.utf8).event else {
      events(.output(current.name, line))
      return
    }
    let last = jobs[jobs.count - 1].name
    switch event {
    case .finished(last, let completion): end.withLock { $0 = .done(completion) }
    case .reused(last, _): end.withLock { $0 = .done(nil) }
    // Of any job of the order: those after it are not begun.
    case .failed(_, let failure): end.withLock { $0 = .failed(failure) }
    case .finished(current.name, _), .reused(current.name, _):
      ended.withLock { $0 += 1 }
      events(event)
    default: events(event)
    }
  }

  /// - Throws: `RecordedFailure` as told, or `BuildError` where the process has ended without a word.
  func end(_ outcome: ProcessResult) throws -> Completion? {
    switch end.withLock(\.self) {
    case .done(let completion): return completion
    case .failed(let failure): throw RecordedFailure(record: failure)
    case nil:
      let lines = outcome.lastLines().filter { !$0.hasPrefix("{") }
      throw BuildError(
        ProgramText.saysDiskIsFull(lines.joined(separator: "\n")) ? .hostDiskFull : .programFailed,
        (["the process that did it ended: \(outcome.status)"] + lines).joined(separator: "\n"))
    }
  }
}
