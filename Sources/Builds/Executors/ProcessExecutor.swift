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
    guard let last = order.jobs.last else { return nil }
    var order = order
    for index in order.secrets.indices { order.secrets[index].digest = secrets[order.secrets[index].source] }
    let listener = JobListener(to: last.name, events)
    do {
      order.accelerator = try await host.accelerator()
      // Guests end in order, and then their folders go.
      let outcome = try await run(
        Command(host.program, ["run-job", "-"]), input: try compactJSON(order),
        limits: Limits(grace: .seconds(30)), onOutput: listener.read)
      return try listener.end(outcome)
    } catch {
      throw recorded(error, of: last, order, events)
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

/// Hears of a job what its process says: a line of JSON for each event, and whatever else it prints.
private final class JobListener: Sendable {
  private enum End {
    case done(Completion?)
    case failed(FailureRecord)
  }

  private let last: JobName
  private let events: EventSink
  private let end = Mutex<End?>(nil)

  init(to last: JobName, _ events: @escaping EventSink) {
    self.last = last
    self.events = events
  }

  @Sendable func read(_ line: String) {
    guard let event = try? decodeJSON(EventLine.self, from: line.utf8).event else {
      events(.output(last, line))
      return
    }
    switch event {
    case .finished(last, let completion): end.withLock { $0 = .done(completion) }
    case .reused(last, _): end.withLock { $0 = .done(nil) }
    // Of any job of the order: those after it are not begun.
    case .failed(_, let failure): end.withLock { $0 = .failed(failure) }
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
