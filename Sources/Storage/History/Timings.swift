import Files
import Foundation
import JSON
import Planning

/// How long jobs took when they were last done: for the order of the next run, and to tell people how long it takes.
public struct Timings: Codable, Sendable, Hashable {
  /// Seconds, by recipe and part; apart for what went on in another layer's appliance.
  private var seconds: [String: Double] = [:]
  /// What the start of libguestfs' appliance takes, in emulation.
  private static let usualStart = 13.0

  init() {}

  /// How long the job took last time; nil when it was never done.
  func last(_ job: Job, isContinued: Bool = false) -> Double? { seconds[Self.subject(job, isContinued)] }

  /// How long a job is thought to take: as last time, else as others of its kind usually do in emulation.
  ///
  /// - Parameter isContinued: whether it goes on in the appliance of the layer that it stands on.
  public func expected(_ job: Job, isContinued: Bool = false) -> Double {
    if let known = last(job, isContinued: isContinued) { return known }
    if isContinued { return max(expected(job) - Self.usualStart, 1) }
    return last(job, isContinued: true).map { $0 + Self.usualStart } ?? job.task.content.usualSeconds
  }

  mutating func note(_ time: Double, for job: Job, isContinued: Bool = false) {
    seconds[Self.subject(job, isContinued)] = (time * 10).rounded() / 10
  }

  private static func subject(_ job: Job, _ isContinued: Bool) -> String {
    job.task.content.subject + (isContinued ? ", continued" : "")
  }
}

extension BuildHistory {
  private var timingsFile: String { "\(folder)/.timings.json" }

  /// What earlier runs took; empty when none did, or the file is damaged: it is only a guess.
  public func timings() -> Timings {
    document(Timings.self, at: timingsFile) ?? Timings()
  }

  /// Remembers how long a job took, beside what other runs remember at the same time.
  public func remember(_ seconds: Double, of job: Job, isContinued: Bool = false) async throws {
    let lock = try await Lock.acquire("\(timingsFile).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    var timings = timings()
    timings.note(seconds, for: job, isContinued: isContinued)
    try FileSystem.write(try prettyJSON(timings), to: timingsFile)
  }
}
