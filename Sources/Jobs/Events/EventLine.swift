import Foundation
import Planning

/// An event and its time as a line of JSON; `schemas/event.schema.json` is its schema.
///
/// A key means the same in every event; one that an event has nothing to say of is absent.
public struct EventLine: Codable, Sendable {
  public let event: BuildEvent
  public let time: Date

  public init(_ event: BuildEvent, at time: Date = .now) {
    self.event = event
    self.time = time
  }

  enum Key: String, CodingKey {
    case time, event, job, reason, jobs, build, path, bytes, seconds, boot, holder, phase, line, message,
      because, failure
    case url, received, total, speed
    case expectedSeconds
  }

  public func encode(to encoder: any Encoder) throws {
    var line = encoder.container(keyedBy: Key.self)
    try line.encode(time.formatted(.iso8601), forKey: .time)
    try line.encode(name, forKey: .event)
    switch event {
    case .planned(let jobs, let seconds):
      try line.encode(jobs, forKey: .jobs)
      try line.encode(seconds, forKey: .expectedSeconds)
    case .started(let job, let reason, let expected):
      try line.encode(job, forKey: .job)
      try line.encode(reason, forKey: .reason)
      try line.encodeIfPresent(expected, forKey: .expectedSeconds)
    case .reused(let job, let path):
      try line.encode(job, forKey: .job)
      try line.encodeIfPresent(path, forKey: .path)
    case .finished(let job, let completion):
      try line.encode(job, forKey: .job)
      try line.encode(completion.seconds, forKey: .seconds)
      try line.encodeIfPresent(completion.build, forKey: .build)
      try line.encodeIfPresent(completion.path, forKey: .path)
      try line.encodeIfPresent(completion.bytes, forKey: .bytes)
      try line.encodeIfPresent(completion.boot, forKey: .boot)
    case .skipped(let job, let because):
      try line.encode(job, forKey: .job)
      try line.encode(because, forKey: .because)
    case .failed(let job, let failure):
      try line.encode(job, forKey: .job)
      try line.encode(failure.summary, forKey: .message)
      try line.encode(failure, forKey: .failure)
    case .waiting(let job, let text), .phase(let job, let text), .output(let job, let text):
      try line.encode(job, forKey: .job)
      try line.encode(text, forKey: textKey)
    case .notice(let text): try line.encode(text, forKey: textKey)
    case .transfer(let transfer): try encode(transfer, to: &line)
    }
  }

  private func encode(_ transfer: FileTransfer, to line: inout KeyedEncodingContainer<Key>) throws {
    try line.encode(transfer.url, forKey: .url)
    try line.encode(transfer.received, forKey: .received)
    try line.encodeIfPresent(transfer.total, forKey: .total)
    switch transfer.state {
    case .running: try line.encode(transfer.speed, forKey: .speed)
    case .done(let duration): try line.encode(duration.inSeconds, forKey: .seconds)
    case .failed(let reason): try line.encode(reason, forKey: .message)
    }
  }

  private var name: String {
    switch event {
    case .planned: "planned"
    case .started: "started"
    case .reused: "reused"
    case .waiting: "waiting"
    case .phase: "phase"
    case .output: "output"
    case .transfer(let transfer):
      switch transfer.state {
      case .running: "downloading"
      case .done: "downloaded"
      case .failed: "download-failed"
      }
    case .finished: "finished"
    case .failed: "failed"
    case .skipped: "skipped"
    case .notice: "notice"
    }
  }

  private var textKey: Key {
    switch event {
    case .waiting: .holder
    case .phase: .phase
    case .output: .line
    default: .message
    }
  }
}
